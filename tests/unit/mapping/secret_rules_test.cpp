#include "mapping/secret_rules.h"

#include <gtest/gtest.h>

namespace mcpmx::mapping {
namespace {

TEST(SecretName, IsToldByItsLastWord) {
  for (const char* name : {"API_KEY",
                           "OPENAI_API_KEY",
                           "302AI_API_KEY",
                           "GITHUB_TOKEN",
                           "RAYGUN_PAT_TOKEN",
                           "GITHUB_PAT",
                           "REDIS_PWD",
                           "DB_PASS",
                           "bs_pass",
                           "MYSQL_PASSWORD",
                           "APITOKEN",
                           "YOURAPIKEY",
                           "WXFLOWS_APIKEY",
                           "GoogleMapApi_key",
                           "pixAi_key",
                           "apiKey",
                           "--figma-api-key",
                           "tavilyApiKey",
                           "LINKEDIN_COOKIE",
                           "OPENAPI_MCP_HEADERS",
                           "AWS_SECRET_ACCESS_KEY",
                           "TWITTER_ACCESS_TOKEN_SECRET",
                           "SUPABASE_SERVICE_ROLE_KEY",
                           "SSH_PRIVATE_KEY",
                           "MEILI_MASTER_KEY",
                           "API_KEY_2",
                           "TOKEN1",
                           "API_KEY_PROD",
                           "PROXMOX_TOKEN_VALUE",
                           "MDB_MCP_CONNECTION_STRING",
                           "WALLET_SEED_PHRASE",
                           "MNEMONIC",
                           "API_KEYS",
                           "Authorization",
                           "X-API-Key",
                           "uberall.access_token",
                           "GRAPHLIT_JWT_SECRET",
                           "BASIC_AUTH",
                           "motherduck-token",
                           "DESCOPE_MANAGEMENT_KEY",
                           "GOOGLE_APPLICATION_CREDENTIALS",
                           "JIRA_AUTH",
                           "REDISCLI_AUTH",
                           "TG_SESSION",
                           "INSTAGRAM_SESSION_ID",
                           "TELEGRAM_SESSION_STRING",
                           "ROBINHOOD_OTP",
                           "TOTP_SEED",
                           "MFA_CODE",
                           "SLACK_WEBHOOK_URL",
                           "DISCORD_WEBHOOK",
                           "SENTRY_DSN",
                           "MSSQL_CONN_STR",
                           "AZURE_STORAGE_CONNECTIONSTRING",
                           "GOOGLE_SERVICE_ACCOUNT_JSON",
                           "KUBECONFIG_BASE64",
                           "PGPASSWORD",
                           "DB_CREDS",
                           "LANGFUSE_SALT",
                           "sig"}) {
    EXPECT_TRUE(is_secret_name(name)) << name;
  }
}

TEST(SecretName, IsNotToldByAnyOtherWord) {
  for (const char* name : {"",
                           "PATH",
                           "TOKEN_URL",
                           "CHARMHEALTH_TOKEN_URL",
                           "NEO4J_RESPONSE_TOKEN_LIMIT",
                           "MAX_TOKENS",
                           "TOKEN_BUDGET",
                           "AWS_ACCESS_KEY_ID",
                           "COINBASE_CDP_API_KEY_NAME",
                           "REDIS_SSL_KEYFILE",
                           "TEMPORAL_TLS_CLIENT_KEY_PATH",
                           "LANGFUSE_PUBLIC_KEY",
                           "JIRA_PROJECT_KEY",
                           "S3_OBJECT_KEY",
                           "KEYCLOAK_URL",
                           "SERVICENOW_AUTH_TYPE",
                           "USE_TOKEN",
                           "ENABLE_API_KEY",
                           "PASSTHROUGH",
                           "KEYWORD",
                           "MONKEY",
                           "HEADERS",
                           "USER_AGENT",
                           "BITREFILL_API_ID",
                           "COMPASS",
                           "bypass",
                           "-s",
                           "TZ",
                           "CLICKHOUSE_SECURE",
                           "ERGO_NODE_API",
                           "SECRETARY",
                           "tokenizer",
                           "USE_AUTH",
                           "AUTH_MODE",
                           "AUTHOR",
                           "SESSION_TIMEOUT",
                           "SESSION_NAME",
                           "WEBHOOK_PORT",
                           "SEED",
                           "ERROR_CODE",
                           "DSN_NAME",
                           "SERVICE_ACCOUNT_EMAIL",
                           "CONFIG_JSON",
                           "OTP_ISSUER"}) {
    EXPECT_FALSE(is_secret_name(name)) << name;
  }
}

TEST(SecretValue, IsToldByItsFormat) {
  for (const char* value :
       {"ghp_0123456789abcdefABCDEF0123456789abcd", "github_pat_11ABCDEFG0123456789_abcdefghij",
        "glpat-abcdEFGH12345678", "sk-proj-abcdEFGH12345678", "sk-ant-api03-abcdEFGH1234",
        "xoxb-1234567890-abcdef", "AKIAIOSFODNN7EXAMPLE", "hf_abcdEFGHijklMNOP1234",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abcDEF123_-x",
        "AIzaSyA0123456789012345678901234567890", "sk_live_abcdefGH12",
        "npm_abcdefghijklmnopQRSTUVWX12", "lin_api_abcdefgh12345678"}) {
    EXPECT_TRUE(looks_like_secret(value)) << value;
  }
}

TEST(SecretValue, IsToldByItsParts) {
  for (const char* value : {"123456789:AAFabcdefghijklmnopqrstuvwxyz012345-_",
                            "MTIzNDU2Nzg5MDEyMzQ1Njc4.GabcdE.abcdefghijklmnopqrstuvwxyz0",
                            "lsv2_pt_0123456789abcdef0123456789abcdef_0123456789"}) {
    EXPECT_TRUE(looks_like_secret(value)) << value;
  }
  for (const char* value : {"12:30", "2024:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                            "Module.name.of_some_kind", "127.0.0.1:8080", "hvs.short"}) {
    EXPECT_FALSE(find_secret(value)) << value;
  }
}

TEST(SecretHeader, IsEveryOneButThoseThatSayHow) {
  for (const char* name :
       {"Authorization", "X-Custom", "CF-Access-Client-Id", "X-Tenant", "Cookie"}) {
    EXPECT_TRUE(is_secret_header(name, "value")) << name;
  }
  for (const char* name : {"Accept", "accept-language", "Content-Type", "User-Agent", "Origin",
                           "X-Api-Version", "X-MCP-Toolsets", "Cache-Control"}) {
    EXPECT_FALSE(is_secret_header(name, "value")) << name;
  }
  EXPECT_FALSE(is_secret_header("X-Flag", "1"));
  EXPECT_TRUE(is_secret_header("X-Api-Key", "1"));
}

TEST(SecretValue, IsNotToldOfWords) {
  for (const char* value :
       {"", "sk-learn", "sk-learn-extra-package-name", "AKIA", "AKIAlowercase0000000", "eyJ",
        "npm_config_cache", "hello", "github_pat", "fc-match", "/usr/bin/env",
        "secret_of_the_old_forest_house", "mcp-server-fetch", "-----BEGIN"}) {
    EXPECT_FALSE(looks_like_secret(value)) << value;
    EXPECT_FALSE(find_secret(value)) << value;
  }
}

TEST(SecretValue, IsFoundInsideAText) {
  const std::string text = "--header=x ghp_0123456789abcdef0123 y";
  const auto span = find_secret(text);
  ASSERT_TRUE(span);
  EXPECT_EQ(text.substr(span->from, span->size), "ghp_0123456789abcdef0123");
  const std::string bearer = "Bearer abc.DEF/12+";
  const auto token = secret_at(bearer, 0);
  ASSERT_TRUE(token);
  EXPECT_EQ(bearer.substr(token->from, token->size), "abc.DEF/12+");
  const std::string pem = "a -----BEGIN RSA PRIVATE KEY-----\nx\n-----END RSA PRIVATE KEY----- b";
  const auto key = secret_at(pem, 2);
  ASSERT_TRUE(key);
  EXPECT_EQ(key->from + key->size, pem.size() - 2);
}

TEST(VariableName, IsLegalForCompose) {
  EXPECT_EQ(variable_name("API_KEY", "s"), "API_KEY");
  EXPECT_EQ(variable_name("apiKey", "s"), "apiKey");
  EXPECT_EQ(variable_name("your-api-key", "s"), "YOUR_API_KEY");
  EXPECT_EQ(variable_name("your auth token", "s"), "YOUR_AUTH_TOKEN");
  EXPECT_EQ(variable_name("302AI_API_KEY", "sandbox-mcp"), "SANDBOX_MCP_302AI_API_KEY");
  EXPECT_EQ(variable_name("-s", "x"), "S");
  EXPECT_EQ(variable_name("", "@a/b"), "A_B_VALUE");
  EXPECT_EQ(variable_name("4x", "7z"), "MCP_7Z_4X");
}

TEST(NameWords, PartsHumpsAndSeparators) {
  EXPECT_EQ(name_words("GoogleMapApi_key"),
            (std::vector<std::string>{"google", "map", "api", "key"}));
  EXPECT_EQ(name_words("--APIKey"), (std::vector<std::string>{"api", "key"}));
  EXPECT_EQ(name_words("oauth2Bearer"), (std::vector<std::string>{"oauth2", "bearer"}));
  EXPECT_EQ(name_words("S3KEY"), (std::vector<std::string>{"s3key"}));
  EXPECT_EQ(name_words("API_KEY"), (std::vector<std::string>{"api", "key"}));
  EXPECT_TRUE(name_words("--").empty());
}

}  // namespace
}  // namespace mcpmx::mapping
