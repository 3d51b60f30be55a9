#include "journals.h"

#include <filesystem>
#include <string>
#include <utility>

#include <fmt/format.h>

#include <runtime/log.h>

#include <tutor/recovery.h>

namespace server {
namespace {

using Journals = std::vector<std::unique_ptr<tutor::TextJournal>>;

std::string path_of_loop(const std::string& path, std::size_t index) {
  return index == 0 ? path : fmt::format("{}.loop{}", path, index);
}

// Those of the settings' loops, and behind them what a former run with more of them left.
base::Result<Journals> open_journals(const std::string& path, std::size_t loops) {
  Journals journals;
  for (std::size_t i = 0;; ++i) {
    const std::string file = path_of_loop(path, i);
    if (i >= loops && !std::filesystem::exists(file)) return journals;
    auto opened = tutor::TextJournal::open(file);
    if (!opened) return base::fail(opened.error());
    journals.push_back(*std::move(opened));
  }
}

// What is in them is in the database.
void remove_further(Journals& journals, const std::string& path, std::size_t loops) {
  for (; journals.size() > loops; journals.pop_back()) {
    std::error_code failed;  // it is read again by the next start, which does no harm
    std::filesystem::remove(path_of_loop(path, journals.size() - 1), failed);
  }
}

}  // namespace

base::Result<Journals> recover_answers(const Settings& settings, store::Database& database) {
  Journals journals;
  const auto path = settings.journal_path();
  if (path) {
    auto opened = open_journals(*path, settings.loops);
    if (!opened) return base::fail(opened.error());
    journals = *std::move(opened);
  }
  const auto sharing =
      settings.has_shared_database() ? tutor::Sharing::kSeveralServers : tutor::Sharing::kOnlyServer;
  const auto recovery = tutor::recover(database, journals, sharing);
  if (!recovery) return base::fail(recovery.error());
  if (recovery->closed > 0) {
    runtime::log(runtime::LogLevel::kWarning,
                 fmt::format("the last run left {} answer(s) unfinished: their coins were refunded, the text "
                             "that was shown of {} is kept",
                             recovery->closed, recovery->texts));
  }
  if (path) remove_further(journals, *path, settings.loops);
  return journals;
}

}  // namespace server
