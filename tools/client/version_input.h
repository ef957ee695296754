// What every change of something that has versions says the same way. Pure.
#ifndef TOOLS_CLIENT_VERSION_INPUT_H_
#define TOOLS_CLIENT_VERSION_INPUT_H_

namespace entente::client {

// The version without what the service writes, and without why, to say the
// next one.
template <class Version>
Version NextOf(const Version& version) {
  Version next = version;
  next.clear_reason();
  next.clear_version();
  next.clear_office();
  next.clear_update_time();
  next.clear_etag();
  return next;
}

}  // namespace entente::client

#endif  // TOOLS_CLIENT_VERSION_INPUT_H_
