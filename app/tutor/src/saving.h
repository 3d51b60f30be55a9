// The tutor's notes on a save: one time through the texts that grow.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <tutor/tutor.h>

namespace tutor {

struct Tutor::Save {
  std::uint64_t number = 0;
  std::vector<std::string> left;  // the ids of the answers that are still to be saved
  std::size_t slices = 1;         // that are left
};

}  // namespace tutor
