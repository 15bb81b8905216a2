// One program: started, listened to, ended.
//
//   start ── fork ──▶ child: streams, folder, exec; what fails is written to a pipe that exec
//   closes
//     │
//   listen: poll(stdout, stderr, end of the process, cancellation) ──▶ output
//     │         time is over, or cancelled: SIGTERM to the group, SIGKILL a second later
//   reap
#include "support/process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <map>
#include <optional>

#include "support/descriptor.h"
#include "support/process_launch.h"

namespace mcpmx {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds kGrace = std::chrono::seconds(1);

struct Pipe {
  Descriptor reader, writer;
  static std::optional<Pipe> make() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) return std::nullopt;
    return Pipe{Descriptor(ends[0]), Descriptor(ends[1])};
  }
};

Error not_started(const std::string& program, const std::string& why) {
  return {ErrorCode::kUnavailable,
          "the program \"" + program + "\" cannot be started: " + why,
          {},
          "install it, or put its folder into PATH"};
}

// As execvp does; an empty text if it is nowhere.
std::string find_program(const std::string& name, const Environment& environment) {
  if (name.find('/') != std::string::npos) return name;
  const std::string folders = environment.get("PATH").value_or("/usr/local/bin:/usr/bin:/bin");
  for (std::size_t start = 0; start <= folders.size();) {
    const std::size_t colon = std::min(folders.find(':', start), folders.size());
    const std::string folder = folders.substr(start, colon - start);
    std::string file = (folder.empty() ? "." : folder) + "/" + name;
    struct stat status {};
    if (::access(file.c_str(), X_OK) == 0 && ::stat(file.c_str(), &status) == 0 &&
        S_ISREG(status.st_mode))
      return file;
    start = colon + 1;
  }
  return {};
}

// Texts and the array of pointers that exec wants.
struct Block {
  explicit Block(std::vector<std::string> given) : texts(std::move(given)) {
    for (std::string& text : texts) pointers.push_back(text.data());
    pointers.push_back(nullptr);
  }
  std::vector<std::string> texts;
  std::vector<char*> pointers;
};

std::vector<std::string> environment_block(const ProcessRequest& request,
                                           const Environment& environment) {
  auto variables = environment.variables;
  for (const auto& [name, value] : request.environment) variables[name] = value;
  std::vector<std::string> texts;
  texts.reserve(variables.size());
  for (const auto& [name, value] : variables) texts.emplace_back(name).append("=").append(value);
  return texts;
}

// What stdin reads: a file in memory, so that nobody has to feed a pipe while the program writes.
Descriptor input_of(std::string_view input) {
  if (input.empty()) return Descriptor(::open("/dev/null", O_RDONLY | O_CLOEXEC));
  Descriptor file(::memfd_create("input", MFD_CLOEXEC));
  while (file.number() >= 0 && !input.empty()) {
    const ssize_t written = ::write(file.number(), input.data(), input.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return Descriptor();
    input.remove_prefix(static_cast<std::size_t>(written));
  }
  if (file.number() >= 0 && ::lseek(file.number(), 0, SEEK_SET) != 0) return Descriptor();
  return file;
}

class Running {
 public:
  Running(pid_t pid, Pipe output, Pipe errors)
      : pid_(pid),
        end_(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0))),
        streams_{std::move(output.reader), std::move(errors.reader)} {}

  // Until the program has ended, and its streams have, where they still can be read.
  ProcessResult listen(const ProcessRequest& request, const ProcessOutput& output,
                       Cancellation& cancellation) {
    ProcessResult result;
    std::optional<Clock::time_point> end_at, kill_at;
    if (request.timeout.count() > 0) end_at = Clock::now() + request.timeout;
    while (!reap()) {
      if (!kill_at) {
        result.cancelled = cancellation.is_requested();
        result.timed_out = !result.cancelled && end_at && Clock::now() >= *end_at;
        if (result.cancelled || result.timed_out) {
          ::kill(-pid_, SIGTERM);
          kill_at = Clock::now() + kGrace;
        }
      } else if (Clock::now() >= *kill_at) {
        ::kill(-pid_, SIGKILL);
        kill_at = Clock::now() + kGrace;
      }
      read_some(output, kill_at ? -1 : cancellation.descriptor(), kill_at ? kill_at : end_at);
    }
    // What it wrote last. A grandchild may hold the streams for ever; nobody waits for it.
    drain(output);
    result.exit_code = WIFEXITED(status_) ? WEXITSTATUS(status_) : -1;
    result.signal = WIFSIGNALED(status_) ? WTERMSIG(status_) : 0;
    return result;
  }

 private:
  bool reap() {
    const pid_t ended = ::waitpid(pid_, &status_, WNOHANG);
    return ended == pid_ || (ended < 0 && errno == ECHILD);
  }

  void read_some(const ProcessOutput& output, int cancelled,
                 const std::optional<Clock::time_point>& until) {
    // Without a descriptor for its end, the process is looked at often.
    constexpr milliseconds kLook(20);
    constexpr milliseconds kLongest = std::chrono::hours(1);
    milliseconds wait = end_.number() < 0 ? kLook : kLongest;
    if (until) {
      const auto left = std::chrono::ceil<milliseconds>(*until - Clock::now());
      wait = std::clamp(left, milliseconds(0), wait);
    }
    std::array<pollfd, 4> waited = {{{streams_[0].number(), POLLIN, 0},
                                     {streams_[1].number(), POLLIN, 0},
                                     {end_.number(), POLLIN, 0},
                                     {cancelled, POLLIN, 0}}};
    if (::poll(waited.data(), waited.size(), static_cast<int>(wait.count())) <= 0) return;
    for (std::size_t i = 0; i < streams_.size(); ++i) {
      if (waited.at(i).revents != 0) (void)read_from(i, output);
    }
  }

  void drain(const ProcessOutput& output) {
    for (std::size_t i = 0; i < streams_.size(); ++i) {
      pollfd waited{streams_.at(i).number(), POLLIN, 0};
      while (waited.fd >= 0 && ::poll(&waited, 1, 0) > 0 && read_from(i, output)) {
        waited.revents = 0;
      }
    }
  }

  bool read_from(std::size_t stream, const ProcessOutput& output) {
    std::array<char, 65536>
        bytes;  // NOLINT(cppcoreguidelines-pro-type-member-init): read() fills it
    const ssize_t count = ::read(streams_.at(stream).number(), bytes.data(), bytes.size());
    if (count < 0 && (errno == EINTR || errno == EAGAIN)) return true;
    if (count <= 0) {
      streams_.at(stream) = Descriptor();
      return false;
    }
    output(stream == 0 ? ProcessStream::kOutput : ProcessStream::kErrors,
           {bytes.data(), static_cast<std::size_t>(count)});
    return true;
  }

  pid_t pid_;
  Descriptor end_;
  std::array<Descriptor, 2> streams_;
  int status_ = 0;
};

}  // namespace

Result<ProcessResult> PosixProcesses::run(const ProcessRequest& request,
                                          const ProcessOutput& output) {
  if (request.words.empty() || request.words.front().empty())
    return failed("no program was named to run");
  const std::string& name = request.words.front();
  const std::string program = find_program(name, environment_);
  if (program.empty()) return not_started(name, "it is in no folder of PATH");
  if (cancellation_.is_requested()) return ProcessResult{-1, 0, false, true};

  auto out = Pipe::make();
  auto err = Pipe::make();
  auto failure = Pipe::make();
  const Descriptor input = request.stdin_fd < 0 ? input_of(request.input) : Descriptor();
  if (!out || !err || !failure || (request.stdin_fd < 0 && input.number() < 0))
    return not_started(name, std::strerror(errno));
  const auto chosen = [](int given, int own) { return given < 0 ? own : given; };
  const Block words(request.words);
  const Block variables(environment_block(request, environment_));
  const Launch launch = {
      program.c_str(),
      words.pointers.data(),
      variables.pointers.data(),
      request.folder.empty() ? nullptr : request.folder.c_str(),
      {chosen(request.stdin_fd, input.number()), chosen(request.stdout_fd, out->writer.number()),
       chosen(request.stderr_fd, err->writer.number())},
      failure->writer.number(),
      ::getpid()};
  const pid_t pid = ::fork();
  if (pid < 0) return not_started(name, std::strerror(errno));
  if (pid == 0) become(launch);
  // Both do it, as neither knows who comes first.
  ::setpgid(pid, pid);
  failure->writer = Descriptor();
  out->writer = Descriptor();
  err->writer = Descriptor();

  int why = 0;
  ssize_t told = 0;
  do {
    told = ::read(failure->reader.number(), &why, sizeof why);
  } while (told < 0 && errno == EINTR);
  if (told == sizeof why) {
    ::waitpid(pid, nullptr, 0);
    return not_started(name, std::strerror(why));
  }
  return Running(pid, std::move(*out), std::move(*err)).listen(request, output, cancellation_);
}

}  // namespace mcpmx
