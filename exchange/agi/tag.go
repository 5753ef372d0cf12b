package agi

import (
	"bytes"
	"encoding/binary"
	"unicode/utf8"
)

// noCode is the field code of a tag without one, and badCode that of one whose code is no
// number.
const (
	noCode  int16 = -1
	badCode int16 = -2
)

// attribute is one of a tag.
type attribute struct {
	name, value []byte
	colon       int // in name; -1 without a prefix
}

// binding is a prefix and its namespace; the default namespace has no prefix.
type binding struct {
	prefix, space []byte
	ours          bool // one of the format's
}

// memo is a start tag that was met before. The same bytes with the same namespaces in
// force mean the same, so that a tag is taken apart and checked once and not a
// million times.
type memo struct {
	epoch      uint64
	length     int // without the > at its end
	nameEnd    int
	local      int // where the name without its prefix begins
	elem       element
	code       int16
	empty      bool // <name/>
	raw        [memoMost]byte
	foreignURI []byte // the namespace of an elemForeign
}

const (
	memoSlots = 256
	memoLeast = 8 // bytes
	memoMost  = 88
)

// slot is where a tag is remembered. Tags differ at their ends: by field code, or by
// the end of the name.
func slot(tag []byte) int {
	v := binary.LittleEndian.Uint64(tag[len(tag)-8:]) ^ uint64(len(tag))<<1
	return int(v * 0x9e3779b97f4a7c15 >> 56)
}

// declaration is the tag that last declared namespaces: the next like it in the same
// place brings the same into force.
type declaration struct {
	outside, inside uint64 // epochs
	raw             []byte
}

// startTag takes the start tag that b begins with.
func (s *scanner) startTag(b []byte) (token, error) {
	n := bytes.IndexByte(b, '>')
	if n >= memoLeast && n <= memoMost {
		m := &s.memo[slot(b[:n])]
		if m.length == n && m.epoch == s.epoch && bytes.Equal(m.raw[:n], b[:n]) && len(s.stack) > 0 {
			s.elem, s.code, s.local, s.space, s.attrs = m.elem, m.code, b[m.local:m.nameEnd], m.foreignURI, s.attrs[:0]
			return s.open(b, n+1, m.nameEnd, m.local, m.empty)
		}
	}
	return s.newTag(b)
}

// open begins the element whose tag is b[:n]. One with nothing but plain text is taken
// whole.
func (s *scanner) open(b []byte, n, nameEnd, local int, empty bool) (token, error) {
	if len(s.stack) == maxDepth {
		return tokenNone, s.fail(s.pos, "elements inside each other more than %d deep", maxDepth)
	}
	if empty {
		s.text = nil
		s.pos += n
		return tokenLeaf, nil
	}
	i := n
	for i < len(b) && plain[b[i]] {
		i++
	}
	after := i + 1 + nameEnd // of the end tag's name
	if after < len(b) && b[i] == '<' && b[i+1] == '/' && b[after] == '>' && bytes.Equal(b[i+2:after], b[1:nameEnd]) {
		s.text = b[n:i]
		s.pos += after + 1
		return tokenLeaf, nil
	}
	s.push(b[1:nameEnd], local-1)
	s.pos += n
	return tokenStart, nil
}

// push begins an element; its local name begins at a byte of name.
func (s *scanner) push(name []byte, local int) {
	s.stack = append(s.stack, frame{name: len(s.names), local: len(s.names) + local,
		bindings: len(s.bindings), declared: len(s.declared), epoch: s.epoch})
	s.names = append(s.names, name...)
}

// newTag takes apart the start tag that b begins with, and remembers it.
func (s *scanner) newTag(b []byte) (token, error) {
	if s.rooted && len(s.stack) == 0 {
		return tokenNone, s.fail(s.pos, "a second root element; only one may stand in a file")
	}
	b = b[:min(len(b), maxTag)]
	nameEnd, colon, ok := nameAt(b, 1)
	switch {
	case nameEnd-1 > maxName:
		return tokenNone, s.fail(s.pos, "a name of more than %d bytes", maxName)
	case !ok && nameEnd < len(b):
		return tokenNone, s.fail(s.pos, "< that does not begin a tag; in a text it is written &lt;")
	}
	n, empty, declares, err := s.attributes(b, nameEnd)
	if err != nil {
		return tokenNone, err
	}
	s.rooted = true
	local := max(colon, 0) + 1
	if declares {
		return s.declaringTag(b, n, nameEnd, local, empty)
	}
	if err := s.resolve(b[1:nameEnd], local-2); err != nil {
		return tokenNone, err
	}
	if length := n - 1; length >= memoLeast && length <= memoMost {
		m := &s.memo[slot(b[:length])]
		*m = memo{epoch: s.epoch, length: length, nameEnd: nameEnd, local: local, elem: s.elem, code: s.code, empty: empty, foreignURI: bytes.Clone(s.space)}
		copy(m.raw[:], b[:length])
	}
	whole := s.buf[s.pos:s.end]
	return s.open(whole, n, nameEnd, local, empty)
}

// declaringTag begins an element that brings namespaces into force.
func (s *scanner) declaringTag(b []byte, n, nameEnd, local int, empty bool) (token, error) {
	if len(s.stack) == maxDepth {
		return tokenNone, s.fail(s.pos, "elements inside each other more than %d deep", maxDepth)
	}
	outside, bindings, declared := s.epoch, len(s.bindings), len(s.declared)
	for _, a := range s.attrs {
		if err := s.declare(a); err != nil {
			return tokenNone, err
		}
	}
	if s.last.outside != outside || !bytes.Equal(s.last.raw, b[:n]) {
		s.epochs++
		s.last = declaration{outside: outside, inside: s.epochs, raw: append(s.last.raw[:0], b[:n]...)}
	}
	s.epoch = s.last.inside
	if err := s.resolve(b[1:nameEnd], local-2); err != nil {
		return tokenNone, err
	}
	s.push(b[1:nameEnd], local-1)
	f := &s.stack[len(s.stack)-1]
	f.bindings, f.declared, f.epoch = bindings, declared, outside
	s.pos += n
	s.closing = empty
	return tokenStart, nil
}

// attributes reads those of the tag b from a byte, to its end.
func (s *scanner) attributes(b []byte, i int) (n int, empty, declares bool, err error) {
	s.attrs = s.attrs[:0]
	for {
		space := spaces(b[i:])
		i += space
		switch {
		case i == len(b):
			return 0, false, false, s.unclosed(b)
		case b[i] == '>':
			return i + 1, false, declares, nil
		case b[i] == '/' && i+1 == len(b):
			return 0, false, false, s.unclosed(b)
		case b[i] == '/' && b[i+1] == '>':
			return i + 2, true, declares, nil
		case space == 0:
			return 0, false, false, s.fail(s.pos+i, "a tag with something else than space between its attributes")
		case len(s.attrs) == maxAttributes:
			return 0, false, false, s.fail(s.pos+i, "a tag with more than %d attributes", maxAttributes)
		}
		if i, err = s.attribute(b, i); err != nil {
			return 0, false, false, err
		}
		a := s.attrs[len(s.attrs)-1]
		declares = declares || isDeclaration(a)
	}
}

// attribute reads one from a byte of the tag, and says where it ends.
func (s *scanner) attribute(b []byte, i int) (int, error) {
	end, colon, ok := nameAt(b, i)
	if !ok && end < len(b) {
		return 0, s.fail(s.pos+i, "an attribute without a name, or a tag that is not closed")
	}
	a := attribute{name: b[i:end], colon: colon - i}
	if colon < 0 {
		a.colon = -1
	}
	i = end + spaces(b[end:])
	if i < len(b) && b[i] != '=' {
		return 0, s.fail(s.pos+i, "an attribute without a value")
	}
	if i++; i < len(b) {
		i += spaces(b[i:])
	}
	if i >= len(b) {
		return 0, s.unclosed(b)
	}
	quote := b[i]
	if quote != '"' && quote != '\'' {
		return 0, s.fail(s.pos+i, "an attribute whose value is not in quotation marks")
	}
	i++
	length := bytes.IndexByte(b[i:], quote)
	if length < 0 {
		if less := bytes.IndexByte(b[i:], '<'); less >= 0 {
			return 0, s.fail(s.pos+i+less, "< in an attribute; it is written &lt;")
		}
		return 0, s.unclosed(b)
	}
	if a.value = b[i : i+length]; bytes.IndexByte(a.value, '<') >= 0 {
		return 0, s.fail(s.pos+i, "< in an attribute; it is written &lt;")
	}
	if bytes.IndexByte(a.value, '&') >= 0 {
		var at int
		if a.value, at = unescaped(a.value); at >= 0 {
			return 0, s.fail(s.pos+i+at, "& that begins no reference in an attribute; & itself is written &amp;")
		}
	}
	s.attrs = append(s.attrs, a)
	return i + length + 1, nil
}

// unclosed is the error of a tag that does not end in b.
func (s *scanner) unclosed(b []byte) error {
	if len(b) >= maxTag {
		return s.fail(s.pos, "a tag of more than %d bytes", maxTag)
	}
	return s.cut("a tag")
}

// unescaped is a text with its references read; bad is where one cannot be, -1 otherwise.
func unescaped(b []byte) (text []byte, bad int) {
	for i := 0; i < len(b); {
		if b[i] != '&' {
			text = append(text, b[i])
			i++
			continue
		}
		r, size := reference(b[i:])
		if size == 0 {
			return nil, i
		}
		text = utf8.AppendRune(text, r)
		i += size
	}
	return text, -1
}
