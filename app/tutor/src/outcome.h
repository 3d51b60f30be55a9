// Which failures of a write leave open whether it was done.
#pragma once

#include <base/error.h>
#include <store/errors.h>

namespace tutor {

// The connection was lost, perhaps during the commit: whoever wrote has to look again.
inline bool may_be_done(const base::Error& error) {
  return error.code == store::kOutcomeUnknown || error.code == store::kDatabaseUnavailable;
}

}  // namespace tutor
