#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <limits>
#include <tuple>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <base/ids.h>

#include <tutor/text_journal.h>

#include "former_text_record.h"
#include "text_record.h"

namespace tutor {
namespace {

constexpr std::size_t kHeaderBytes = 4096;  // the chunks begin at a page
constexpr std::string_view kMagic = "AILABTXT";
constexpr std::uint32_t kVersion = 2;
constexpr std::uint32_t kFormerVersion = 1;  // with other records
constexpr std::size_t kFewestChunks = 2;

struct Header {
  char magic[8];
  std::uint32_t version;
  std::uint32_t chunk_bytes;
  char node[36];
};

base::Error refusal(const std::string& what, const std::string& path, int cause) {
  return {kJournalUnavailable, "Cannot " + what + " the journal of texts " + path + " (" +
                                   std::strerror(cause) +
                                   "); see that this user may write there and that the disk has room."};
}

base::Error foreign(const std::string& path, const std::string& why) {
  return {kJournalForeign, path + " " + why + "; it was left as it is. Move it away, and start again."};
}

// Of one chunk, whichever version wrote it.
std::vector<KeptText> read_chunk(std::string_view bytes) {
  std::vector<KeptText> records = read_records(bytes);
  return records.empty() ? read_former_records(bytes) : records;
}

// Reads up to `length` bytes; less at the end of the file.
base::Result<std::string> read_at(int file, std::size_t offset, std::size_t length, const std::string& path) {
  std::string bytes(length, '\0');
  std::size_t have = 0;
  while (have < length) {
    const auto got = ::pread(file, bytes.data() + have, length - have, static_cast<off_t>(offset + have));
    if (got < 0) return base::fail(refusal("read", path, errno));
    if (got == 0) break;
    have += static_cast<std::size_t>(got);
  }
  bytes.resize(have);
  return bytes;
}

}  // namespace

TextJournal::TextJournal(std::string path, int file, std::size_t chunk_bytes)
    : path_(std::move(path)), file_(file), chunk_bytes_(chunk_bytes) {}

TextJournal::~TextJournal() {
  for (const Chunk& chunk : chunks_) ::munmap(chunk.bytes, chunk_bytes_);
  ::close(file_);
}

base::Result<std::unique_ptr<TextJournal>> TextJournal::open(std::string path, std::size_t chunk_bytes) {
  std::error_code failed;
  if (const auto folder = std::filesystem::path(path).parent_path(); !folder.empty())
    std::filesystem::create_directories(folder, failed);
  if (failed) return base::fail(refusal("make the folder of", path, failed.value()));
  const int file = ::open(path.c_str(), O_RDWR | O_CLOEXEC | O_CREAT, 0600);
  if (file < 0) return base::fail(refusal("open", path, errno));
  std::unique_ptr<TextJournal> journal(new TextJournal(std::move(path), file, chunk_bytes));
  if (::flock(file, LOCK_EX | LOCK_NB) != 0) {
    return base::fail(kJournalInUse,
                      "Another server keeps its texts in " + journal->path_ +
                          "; stop it first, or give this one a journal of its own ([database] journal).");
  }
  if (auto read = journal->read_file(); !read) return base::fail(read.error());
  return journal;
}

base::Result<> TextJournal::begin_file(std::string node) {
  node_ = std::move(node);
  Header header{};
  std::ranges::copy(kMagic, header.magic);
  header.version = kVersion;
  header.chunk_bytes = static_cast<std::uint32_t>(chunk_bytes_);
  std::ranges::copy(node_, header.node);
  if (const int failed = ::posix_fallocate(file_, 0, kHeaderBytes); failed != 0)
    return base::fail(refusal("make", path_, failed));
  // The magic last: a header that is not whole has none.
  constexpr std::size_t kMagicBytes = sizeof(header.magic);
  const char* const bytes = reinterpret_cast<const char*>(&header);
  if (::pwrite(file_, bytes + kMagicBytes, sizeof(header) - kMagicBytes, kMagicBytes) < 0 ||
      ::fdatasync(file_) != 0 || ::pwrite(file_, bytes, kMagicBytes, 0) < 0 || ::fdatasync(file_) != 0) {
    return base::fail(refusal("write", path_, errno));
  }
  return {};
}

base::Result<> TextJournal::read_file() {
  auto start = read_at(file_, 0, kHeaderBytes, path_);
  if (!start) return base::fail(start.error());
  Header header{};
  start->resize(std::max(start->size(), sizeof(header)), '\0');
  std::memcpy(&header, start->data(), sizeof(header));
  struct stat status{};
  if (::fstat(file_, &status) != 0) return base::fail(refusal("read", path_, errno));
  if (!S_ISREG(status.st_mode)) return base::fail(foreign(path_, "is no file"));
  const auto size = static_cast<std::size_t>(status.st_size);
  // One that nobody has begun, or whose beginner did not come far, holds nothing.
  const bool none = std::ranges::all_of(header.magic, [](char c) { return c == '\0'; });
  const bool own = std::string_view(header.magic, std::min(size, kMagic.size())) == kMagic.substr(0, size);
  if (!own && !none) return base::fail(foreign(path_, "is not a journal of texts"));
  if (none || size < sizeof(header)) {
    if (auto begun = begin_file(base::random_uuid()); !begun) return begun;
  } else if (header.version != kVersion && header.version != kFormerVersion) {
    return base::fail(foreign(path_, "was written by another version of AI Lab (its format is " +
                                         std::to_string(header.version) + ")"));
  } else if (header.chunk_bytes != chunk_bytes_) {
    return base::fail(foreign(path_, "has chunks of another size"));
  } else {
    node_.assign(header.node, sizeof(header.node));
    // The former records stay where they are, until they are saved.
    if (header.version != kVersion) {
      if (auto begun = begin_file(node_); !begun) return begun;
    }
  }

  const std::size_t left = size > kHeaderBytes ? (size - kHeaderBytes + chunk_bytes_ - 1) / chunk_bytes_ : 0;
  for (std::size_t i = 0; i < std::max(left, kFewestChunks); ++i) {
    // Read, not mapped: the file may end in the middle.
    auto bytes = read_at(file_, kHeaderBytes + i * chunk_bytes_, chunk_bytes_, path_);
    if (!bytes) return base::fail(bytes.error());
    if (auto added = add_chunk(); !added) return added;
    std::vector<KeptText> records = read_chunk(*bytes);
    if (records.empty()) {
      // Something that is no whole record may stand there.
      const bool blank = std::ranges::all_of(*bytes, [](char c) { return c == '\0'; });
      clear_records({chunks_.back().bytes, chunk_bytes_}, blank ? 0 : chunk_bytes_);
    } else {
      chunks_.back().used = chunk_bytes_;
      std::ranges::move(records, std::back_inserter(found_));
    }
  }
  std::ranges::sort(found_, {}, [](const KeptText& kept) { return std::tie(kept.answer_id, kept.offset); });
  return {};
}

base::Result<> TextJournal::add_chunk() {
  const std::size_t at = kHeaderBytes + chunks_.size() * chunk_bytes_;
  // To write to a mapped page that the disk has no room for would end the process.
  if (const int failed = ::posix_fallocate(file_, static_cast<off_t>(at), static_cast<off_t>(chunk_bytes_));
      failed != 0) {
    return base::fail(refusal("enlarge", path_, failed));
  }
  void* const bytes =
      ::mmap(nullptr, chunk_bytes_, PROT_READ | PROT_WRITE, MAP_SHARED, file_, static_cast<off_t>(at));
  if (bytes == MAP_FAILED) return base::fail(refusal("map", path_, errno));
  chunks_.push_back({.bytes = static_cast<char*>(bytes)});
  return {};
}

TextJournal::Chunk* TextJournal::chunk_for(std::size_t bytes) {
  if (active_ != kNone && chunks_[active_].used + bytes <= chunk_bytes_) return &chunks_[active_];
  auto free = std::ranges::find(chunks_, std::size_t{0}, &Chunk::used);
  if (free == chunks_.end()) {
    if (!add_chunk()) return nullptr;
    free = std::prev(chunks_.end());
  }
  if (active_ != kNone) give_memory_back(chunks_[active_]);
  active_ = static_cast<std::size_t>(free - chunks_.begin());
  ++filling_;
  return &*free;
}

bool TextJournal::keep_behind(const Place& place, std::uint64_t offset, std::string_view text) {
  if (active_ == kNone || place.filling != filling_) return false;
  Chunk& chunk = chunks_[active_];
  const std::size_t bytes = further_record_bytes(text.size());
  const std::uint64_t distance = offset - place.offset;
  if (chunk.used + bytes > chunk_bytes_ || distance > std::numeric_limits<std::uint32_t>::max()) return false;
  write_further_record({chunk.bytes, chunk_bytes_}, chunk.used, {place.at, place.checksum},
                       static_cast<std::uint32_t>(distance), text);
  chunk.used += bytes;
  return true;
}

bool TextJournal::keep(Place& place, std::string_view answer_id, std::uint64_t offset,
                       std::string_view text) {
  flushed_ = false;
  if (text.empty() || keep_behind(place, offset, text)) return true;
  while (!text.empty()) {
    std::size_t part = std::min(text.size(), chunk_bytes_ - first_record_bytes(0));
    while (part < text.size() && (static_cast<unsigned char>(text[part]) & 0xC0U) == 0x80U) --part;
    const std::size_t bytes = first_record_bytes(part);
    Chunk* const chunk = chunk_for(bytes);
    if (chunk == nullptr) {
      ++missed_;
      return false;
    }
    const std::uint32_t checksum = write_first_record({chunk->bytes, chunk_bytes_}, chunk->used, answer_id,
                                                      offset, text.substr(0, part));
    place = {filling_, offset, static_cast<std::uint32_t>(chunk->used), checksum};
    chunk->used += bytes;
    offset += part;
    text.remove_prefix(part);
  }
  return true;
}

runtime::Task<base::Result<>> TextJournal::flush() {
  if (flushed_) co_return base::Result<>();
  flushed_ = true;
  if (!disk_) disk_.emplace(1, 1);
  auto failed = co_await disk_->run([file = file_] { return ::fdatasync(file) == 0 ? 0 : errno; });
  if (failed && *failed == 0) co_return base::Result<>();
  flushed_ = false;
  co_return base::fail(failed ? refusal("write", path_, *failed) : failed.error());
}

void TextJournal::begin_save() {
  if (active_ != kNone) give_memory_back(chunks_[active_]);
  active_ = kNone;
  missed_before_save_ = missed_;
  for (Chunk& chunk : chunks_) chunk.being_saved = chunk.used > 0;
}

bool TextJournal::empty_next() {
  found_.clear();
  const auto saved = std::ranges::find(chunks_, true, &Chunk::being_saved);
  if (saved == chunks_.end()) {
    missed_and_saved_ = missed_before_save_;
    return false;
  }
  clear_records({saved->bytes, chunk_bytes_}, saved->used);
  give_memory_back(*saved);
  *saved = {.bytes = saved->bytes};
  return true;
}

void TextJournal::give_memory_back(const Chunk& chunk) const {
  ::madvise(chunk.bytes, chunk_bytes_, MADV_DONTNEED);
}

}  // namespace tutor
