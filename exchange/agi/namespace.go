package agi

import "bytes"

const (
	xmlSpace   = "http://www.w3.org/XML/1998/namespace"
	xmlnsSpace = "http://www.w3.org/2000/xmlns/"
)

// isDeclaration says whether an attribute is xmlns or xmlns:prefix.
func isDeclaration(a attribute) bool {
	return bytes.HasPrefix(a.name, []byte("xmlns")) && (len(a.name) == 5 || a.colon == 5)
}

// declare brings the namespace that an attribute declares into force, if it does.
func (s *scanner) declare(a attribute) error {
	if !isDeclaration(a) {
		return nil
	}
	var prefix []byte
	if a.colon >= 0 {
		prefix = a.name[a.colon+1:]
	}
	switch {
	case string(prefix) == "xmlns", string(a.value) == xmlnsSpace:
		return s.fail(s.pos, "the prefix xmlns and its namespace cannot be declared")
	case (string(prefix) == "xml") != (string(a.value) == xmlSpace):
		return s.fail(s.pos, "the prefix xml and its namespace belong together and to nothing else")
	case len(prefix) > 0 && len(a.value) == 0:
		return s.fail(s.pos, "a prefix declared without a namespace")
	}
	s.bindings = append(s.bindings, binding{s.keep(prefix), s.keep(a.value), string(a.value) == instance || string(a.value) == component})
	return nil
}

// keep copies a text to where bindings are kept.
func (s *scanner) keep(b []byte) []byte {
	start := len(s.declared)
	s.declared = append(s.declared, b...)
	return s.declared[start:len(s.declared):len(s.declared)]
}

// spaceOf finds the namespace of a prefix; without a prefix, the default one.
func (s *scanner) spaceOf(prefix []byte) (space []byte, ours, ok bool) {
	for i := len(s.bindings) - 1; i >= 0; i-- {
		if b := &s.bindings[i]; bytes.Equal(b.prefix, prefix) {
			return b.space, b.ours, true
		}
	}
	if string(prefix) == "xml" {
		return []byte(xmlSpace), false, true
	}
	return nil, false, len(prefix) == 0
}

// resolve finds out which element a tag with this name is, and its field code, and checks
// that prefixes are declared and attributes stand once.
func (s *scanner) resolve(name []byte, colon int) error {
	s.elem, s.code, s.space = elemForeign, noCode, nil
	s.local = name[colon+1:]
	space, ours, ok := s.spaceOf(name[:max(colon, 0)])
	if !ok {
		return s.fail(s.pos, "the prefix %s is not declared", masked(name[:colon], false))
	}
	if !ours {
		s.space = space
	} else if s.elem, ok = elementNamed[string(s.local)]; !ok {
		s.elem = elemUnknown
	}
	for i, a := range s.attrs {
		if a.colon >= 0 && !isDeclaration(a) {
			if _, _, ok := s.spaceOf(a.name[:a.colon]); !ok {
				return s.fail(s.pos, "the prefix %s is not declared", masked(a.name[:a.colon], false))
			}
		}
		for _, other := range s.attrs[:i] {
			if s.same(a, other) {
				return s.fail(s.pos, "the attribute %s twice in a tag", masked(a.name, false))
			}
		}
		if string(a.name) == "faltkod" {
			s.code = codeOf(a.value)
		}
	}
	return nil
}

// same says whether two attributes have the same name in the same namespace.
func (s *scanner) same(a, b attribute) bool {
	if bytes.Equal(a.name, b.name) {
		return true
	}
	if a.colon < 0 || b.colon < 0 || isDeclaration(a) || isDeclaration(b) || !bytes.Equal(a.name[a.colon+1:], b.name[b.colon+1:]) {
		return false
	}
	first, _, _ := s.spaceOf(a.name[:a.colon])
	second, _, _ := s.spaceOf(b.name[:b.colon])
	return bytes.Equal(first, second)
}

// codeOf reads a field code of at most four digits.
func codeOf(value []byte) int16 {
	v := int16(0)
	if value = trimmed(value); len(value) == 0 {
		return badCode
	}
	for _, c := range value {
		if c < '0' || c > '9' || v > 999 {
			return badCode
		}
		v = v*10 + int16(c-'0')
	}
	return v
}
