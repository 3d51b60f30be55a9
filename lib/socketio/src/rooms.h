// Who is in which room.
#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace socketio {

struct StringHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
};

// Owned by a namespace. A room exists while someone is in it.
template <class Member>
class Rooms {
 public:
  using Members = std::unordered_set<Member>;

  void join(Member member, std::string room) {
    if (rooms_[room].insert(member).second) joined_[member].push_back(std::move(room));
  }

  void leave(Member member, std::string_view room) {
    const auto joined = joined_.find(member);
    if (joined == joined_.end() || std::erase(joined->second, room) == 0) return;
    if (joined->second.empty()) joined_.erase(joined);
    remove(member, room);
  }

  void leave_all(Member member) {
    const auto joined = joined_.find(member);
    if (joined == joined_.end()) return;
    for (const std::string& room : joined->second) remove(member, room);
    joined_.erase(joined);
  }

  [[nodiscard]] std::vector<std::string> rooms_of(Member member) const {
    const auto joined = joined_.find(member);
    return joined == joined_.end() ? std::vector<std::string>() : joined->second;
  }

  // nullptr when nobody is there.
  [[nodiscard]] const Members* members(std::string_view room) const {
    const auto found = rooms_.find(room);
    return found == rooms_.end() ? nullptr : &found->second;
  }

  [[nodiscard]] std::size_t room_count() const { return rooms_.size(); }

 private:
  void remove(Member member, std::string_view room) {
    const auto found = rooms_.find(room);
    found->second.erase(member);
    if (found->second.empty()) rooms_.erase(found);
  }

  std::unordered_map<std::string, Members, StringHash, std::equal_to<>> rooms_;
  std::unordered_map<Member, std::vector<std::string>> joined_;
};

}  // namespace socketio
