#include "rooms.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace socketio {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

TEST(Rooms, KeepWhoJoined) {
  Rooms<int> rooms;
  rooms.join(1, "a");
  rooms.join(1, "a");
  rooms.join(2, "a");
  rooms.join(1, "b");
  EXPECT_THAT(*rooms.members("a"), UnorderedElementsAre(1, 2));
  EXPECT_THAT(rooms.rooms_of(1), ElementsAre("a", "b"));
  EXPECT_EQ(rooms.members("c"), nullptr);
}

TEST(Rooms, VanishWhenEmpty) {
  Rooms<int> rooms;
  rooms.join(1, "a");
  rooms.leave(1, "b");
  rooms.leave(2, "a");
  EXPECT_EQ(rooms.room_count(), 1U);
  rooms.leave(1, "a");
  EXPECT_EQ(rooms.room_count(), 0U);
  EXPECT_THAT(rooms.rooms_of(1), IsEmpty());
}

TEST(Rooms, AreAllLeftAtOnce) {
  Rooms<int> rooms;
  rooms.join(1, "a");
  rooms.join(1, "b");
  rooms.join(2, "b");
  rooms.leave_all(1);
  rooms.leave_all(1);
  EXPECT_EQ(rooms.members("a"), nullptr);
  EXPECT_THAT(*rooms.members("b"), ElementsAre(2));
}

}  // namespace
}  // namespace socketio
