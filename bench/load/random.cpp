#include "random.h"

#include <random>

namespace bench {

std::uint64_t random_number() {
  static std::mt19937_64 numbers{std::random_device{}()};
  return numbers();
}

std::string random_uuid() {
  std::string uuid = "xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx";
  for (char& letter : uuid) {
    if (letter == 'x') letter = "0123456789abcdef"[random_number() % 16];
    if (letter == 'y') letter = "89ab"[random_number() % 4];
  }
  return uuid;
}

std::string random_letters(std::size_t size) {
  std::string letters(size, 'a');
  for (char& letter : letters) letter = static_cast<char>('a' + random_number() % 26);
  return letters;
}

}  // namespace bench
