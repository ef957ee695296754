# Writes OUT: a C++ file that defines, in namespace NAMESPACE, the characters
# NAME[] of the text file IN, ended by a zero.
#
#   cmake -DIN=… -DOUT=… -DNAMESPACE=… -DNAME=… -P EmbedText.cmake
file(READ "${IN}" text)
get_filename_component(file "${IN}" NAME)
if(text MATCHES "[)]embedded\"")
  message(FATAL_ERROR "${IN} holds the mark that ends an embedded text")
endif()
file(WRITE "${OUT}" "// Made from ${file}.
namespace ${NAMESPACE} {
extern const char ${NAME}[];
const char ${NAME}[] = R\"embedded(${text})embedded\";
}  // namespace ${NAMESPACE}
")
