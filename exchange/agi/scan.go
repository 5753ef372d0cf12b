package agi

import (
	"bytes"
	"fmt"
	"io"
	"unicode/utf8"
)

// The bounds of what is read. They are far above what the format needs, and keep what a
// file can make the reader remember small.
const (
	maxTag        = 16 << 10 // bytes from < to >
	maxName       = 256      // bytes
	maxDepth      = 64
	maxAttributes = 64
)

// token is what the scanner found.
type token uint8

const (
	tokenNone  token = iota
	tokenStart       // an element begins: elem, local, space, code
	tokenLeaf        // a whole element with nothing but text: the same, and text
	tokenText        // text, or a part of it
	tokenEnd         // an element ends
	tokenOver        // the file ends as it should
)

// scanner finds the elements and texts of an XML file and refuses one that is not
// well-formed, with namespaces (XML 1.0 and Namespaces in XML 1.0). It does not allow
// a document type, which alone could make entities. What it gives is valid until the
// next token.
type scanner struct {
	window
	file string

	elem  element
	local []byte // the name without its prefix
	space []byte // the namespace of an element of another one than the format's
	code  int16  // the field code (faltkod); noCode without
	text  []byte
	attrs []attribute // of the tag in hand, when it was not met before

	spaceToo bool // text of nothing but space is given too
	closing  bool // the element in hand has no end tag of its own
	inCDATA  bool
	rooted   bool // the root has begun

	stack    []frame
	names    []byte // those of the stack, one after the other
	bindings []binding
	declared []byte // the prefixes and namespaces of bindings
	epoch    uint64 // which bindings are in force
	epochs   uint64
	last     declaration
	memo     *[memoSlots]memo
	decoded  [4]byte
}

// frame is an element that has begun.
type frame struct {
	name, local int // where its name, and the local part, begin in names
	bindings    int // how many were in force outside
	declared    int
	epoch       uint64
}

func newScanner(file string, in io.Reader, size int) *scanner {
	return &scanner{window: newWindow(in, size), file: file, memo: new([memoSlots]memo)}
}

// path is the names from the root to the element in hand.
func (s *scanner) path() string {
	var b []byte
	for i, f := range s.stack {
		end := len(s.names)
		if i+1 < len(s.stack) {
			end = s.stack[i+1].name
		}
		if i > 0 {
			b = append(b, '/')
		}
		b = append(b, masked(s.names[f.local:end], false)...)
	}
	return string(b)
}

// fail is the error of a file that is wrong at a byte of buf.
func (s *scanner) fail(at int, why string, a ...any) error {
	return &FileError{File: s.file, Line: s.lineAt(at), Element: s.path(), Why: fmt.Sprintf(why, a...)}
}

// cut is the error of a file that has no more to read inside something.
func (s *scanner) cut(inside string) error {
	switch {
	case s.err != nil:
		return fmt.Errorf("read %s: %w", s.file, s.err)
	case s.wrong != "":
		return s.fail(s.end, "%s", s.wrong)
	}
	return s.fail(s.end, "the file ends inside %s: it has been cut off, and is to be fetched again", inside)
}

// next finds the next token.
func (s *scanner) next() (token, error) {
	if s.closing {
		s.closing = false
		s.pop()
		return tokenEnd, nil
	}
	for {
		if s.end-s.pos < maxTag && !s.over {
			s.fill()
		}
		b := s.buf[s.pos:s.end]
		s.at = s.pos
		var tok token
		var err error
		switch {
		case s.inCDATA:
			tok, err = s.verbatim(b)
		case len(b) == 0:
			return s.atEnd()
		case b[0] != '<':
			tok, err = s.characters(b)
		case len(b) == 1:
			err = s.cut("a tag")
		case b[1] == '/':
			return s.endTag(b)
		case b[1] == '?':
			err = s.instruction(b)
		case b[1] == '!':
			err = s.markup(b)
		default:
			return s.startTag(b)
		}
		if tok != tokenNone || err != nil {
			return tok, err
		}
	}
}

// atEnd is called where nothing more can be read.
func (s *scanner) atEnd() (token, error) {
	switch {
	case s.err != nil || s.wrong != "":
		return tokenNone, s.cut("")
	case len(s.stack) > 0:
		return tokenNone, s.cut("an element that has no end tag")
	case !s.rooted && s.size == 0:
		return tokenNone, s.fail(s.end, "the file is empty")
	case !s.rooted:
		return tokenNone, s.fail(s.end, "the file has no element: it is no XML, or has been cut off")
	}
	return tokenOver, nil
}

// characters takes the text that b begins with, or a part of it.
func (s *scanner) characters(b []byte) (token, error) {
	n := spaces(b)
	if n > 0 && (n == len(b) || b[n] == '<') {
		s.pos += n
		if s.text = b[:n]; s.spaceToo {
			return tokenText, nil
		}
		return tokenNone, nil
	}
	if len(s.stack) == 0 {
		return tokenNone, s.fail(s.pos+n, "text outside the root element")
	}
	if b[0] == '&' {
		return s.entity(b)
	}
	s.at += n
	for n = 0; n < len(b) && b[n] != '<' && b[n] != '&'; n++ {
		if b[n] != ']' {
			continue
		}
		if n+3 > len(b) && !s.over && n > 0 {
			break // what follows is not read yet
		}
		if bytes.HasPrefix(b[n:], cdataEnd) {
			return tokenNone, s.fail(s.pos+n, "]]> in a text; it is written ]]&gt;")
		}
	}
	s.text = b[:n]
	s.pos += n
	return tokenText, nil
}

// entity takes the reference that b begins with.
func (s *scanner) entity(b []byte) (token, error) {
	r, size := reference(b)
	if size == 0 {
		if s.over && len(b) < maxReference && !bytes.ContainsAny(b, ";<") {
			return tokenNone, s.cut("a reference")
		}
		return tokenNone, s.fail(s.pos, "& that begins no reference; of names &lt; &gt; &amp; &quot; &apos; are known, and & itself is written &amp;")
	}
	s.text = utf8.AppendRune(s.decoded[:0], r)
	s.pos += size
	return tokenText, nil
}

var (
	cdataBegin = []byte("<![CDATA[")
	cdataEnd   = []byte("]]>")
)

// verbatim takes text of a CDATA section, or its end.
func (s *scanner) verbatim(b []byte) (token, error) {
	n := bytes.Index(b, cdataEnd)
	switch {
	case n == 0:
		s.pos += len(cdataEnd)
		s.inCDATA = false
		return tokenNone, nil
	case n < 0 && s.over:
		return tokenNone, s.cut("a CDATA section")
	case n < 0:
		n = len(b) - 2 // these can begin its end
	}
	s.text = b[:n]
	s.pos += n
	return tokenText, nil
}

// markup takes a comment or the beginning of a CDATA section.
func (s *scanner) markup(b []byte) error {
	switch {
	case bytes.HasPrefix(b, []byte("<!--")):
		s.pos += len("<!--")
		if err := s.skip("--", "a comment"); err != nil {
			return err
		}
		if s.pos == s.end {
			return s.cut("a comment")
		}
		if s.buf[s.pos] != '>' {
			return s.fail(s.pos, "-- inside a comment")
		}
		s.pos++
		return nil
	case bytes.HasPrefix(b, cdataBegin):
		if len(s.stack) == 0 {
			return s.fail(s.pos, "text outside the root element")
		}
		s.pos += len(cdataBegin)
		s.inCDATA = true
		return nil
	case bytes.HasPrefix(b, []byte("<!DOCTYPE")):
		return s.fail(s.pos, "a document type (DOCTYPE), which is not accepted: the format has none, and it could refer to other files")
	case s.over && len(b) < len(cdataBegin) && (bytes.HasPrefix(cdataBegin, b) || bytes.HasPrefix([]byte("<!--"), b) || bytes.HasPrefix([]byte("<!DOCTYPE"), b)):
		return s.cut("a tag")
	}
	return s.fail(s.pos, "<! that begins neither a comment nor a CDATA section")
}

// skip goes past the next place where until stands. What is passed over can be of any
// length.
func (s *scanner) skip(until, inside string) error {
	for {
		if n := bytes.Index(s.buf[s.pos:s.end], []byte(until)); n >= 0 {
			if s.pos += n + len(until); s.pos == s.end && !s.over {
				s.fill()
			}
			return nil
		}
		if s.over {
			return s.cut(inside)
		}
		s.pos = max(s.pos, s.end-len(until)+1)
		s.fill()
	}
}

// instruction passes over a processing instruction, <?target ...?>.
func (s *scanner) instruction(b []byte) error {
	end, colon, ok := nameAt(b, 2)
	switch {
	case end == len(b) && s.over:
		return s.cut("a processing instruction")
	case !ok || colon >= 0:
		return s.fail(s.pos, "<? without a name after it")
	case bytes.EqualFold(b[2:end], []byte("xml")):
		return s.fail(s.pos, "an XML declaration that does not stand first in the file")
	case !isSpace(b[end]) && b[end] != '?':
		return s.fail(s.pos, "a processing instruction whose name is not followed by space or ?>")
	case b[end] == '?' && end+1 < len(b) && b[end+1] != '>':
		return s.fail(s.pos, "a processing instruction whose name is not followed by space or ?>")
	}
	s.pos += end
	return s.skip("?>", "a processing instruction")
}

// endTag takes the end tag that b begins with.
func (s *scanner) endTag(b []byte) (token, error) {
	if len(s.stack) == 0 {
		return tokenNone, s.fail(s.pos, "an end tag outside the root element")
	}
	name := s.names[s.stack[len(s.stack)-1].name:]
	n := 2 + len(name)
	if len(b) > n && bytes.Equal(b[2:n], name) {
		n += spaces(b[n:])
		if n < len(b) && b[n] == '>' {
			s.pos += n + 1
			s.pop()
			return tokenEnd, nil
		}
	}
	if end, _, _ := nameAt(b, 2); s.over && end+spaces(b[end:]) == len(b) {
		return tokenNone, s.cut("a tag")
	}
	return tokenNone, s.fail(s.pos, "an end tag that is not that of the element, which is </%s>", masked(name, false))
}

// pop leaves the element in hand.
func (s *scanner) pop() {
	f := &s.stack[len(s.stack)-1]
	s.names = s.names[:f.name]
	if s.epoch != f.epoch {
		s.bindings, s.declared, s.epoch = s.bindings[:f.bindings], s.declared[:f.declared], f.epoch
	}
	s.stack = s.stack[:len(s.stack)-1]
}
