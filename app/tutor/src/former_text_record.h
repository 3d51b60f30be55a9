// Records of the journal's version 1, which named its answer in each. They are only read: a server that was
// killed before an upgrade may have left some.
#pragma once

#include <string_view>
#include <vector>

#include <tutor/text_journal.h>

namespace tutor {

// As read_records.
[[nodiscard]] std::vector<KeptText> read_former_records(std::string_view bytes);

}  // namespace tutor
