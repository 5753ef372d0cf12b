// Package letterdoc holds a letter as structure and gives it its forms: plain text, a fragment of
// HTML, and an accessible (tagged) PDF.
//
// A Document is data: headings, paragraphs, lists, tables and facts, in the order they are to be
// read. It has no states. All forms are pure functions of it, and the same document gives the same
// bytes, so a letter can be proved by a digest of its text. It knows nothing of law, persons or
// channels, looks nothing up and hides nothing: whoever makes the document decides what may be in it.
package letterdoc
