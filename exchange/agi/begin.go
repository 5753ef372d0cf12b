package agi

import (
	"bytes"
	"strings"
)

var byteOrderMark = []byte("\xef\xbb\xbf")

// begin reads what may stand before everything else: a byte order mark and the XML
// declaration. It refuses another encoding than UTF-8.
func (s *scanner) begin() error {
	s.fill()
	b := s.buf[:s.got]
	for _, mark := range []string{"\xff\xfe", "\xfe\xff", "<\x00", "\x00<"} {
		if strings.HasPrefix(string(b[:min(len(b), 2)]), mark) {
			return s.fail(0, "the file is in UTF-16; it is to be in UTF-8")
		}
	}
	if bytes.HasPrefix(b, byteOrderMark) {
		s.pos = len(byteOrderMark)
	}
	b = s.buf[s.pos:s.end]
	if !bytes.HasPrefix(b, []byte("<?xml")) || len(b) > 5 && !isSpace(b[5]) {
		return nil
	}
	n := bytes.Index(b, []byte("?>"))
	if n < 0 {
		if len(b) < maxTag {
			return s.cut("the XML declaration")
		}
		return s.fail(s.pos, "the XML declaration does not end")
	}
	if err := s.declaredAs(b[5:n]); err != nil {
		return err
	}
	s.pos += n + 2
	return nil
}

// declaredAs checks the attributes of the XML declaration: version, and perhaps encoding
// and standalone, in that order.
func (s *scanner) declaredAs(b []byte) error {
	const form = `the XML declaration is to be <?xml version="1.0" encoding="UTF-8"?>`
	at := 0
	for _, name := range []string{"version", "encoding", "standalone"} {
		space := spaces(b)
		if !bytes.HasPrefix(b[space:], []byte(name)) || space == 0 {
			if at == 0 {
				return s.fail(s.pos, form)
			}
			continue
		}
		at++
		value, rest, ok := quoted(b[space+len(name):])
		if !ok {
			return s.fail(s.pos, form)
		}
		switch {
		case name == "version" && value != "1.0":
			return s.fail(s.pos, "XML of version %s; it is to be 1.0", masked([]byte(value), false))
		case name == "encoding" && !strings.EqualFold(value, "UTF-8"):
			return s.fail(s.pos, "the file says that it is in %s; it is to be in UTF-8, and to say so", masked([]byte(value), false))
		case name == "standalone" && value != "yes" && value != "no":
			return s.fail(s.pos, form)
		}
		b = rest
	}
	if spaces(b) != len(b) {
		return s.fail(s.pos, form)
	}
	return nil
}

// quoted reads = and a value in quotation marks.
func quoted(b []byte) (value string, rest []byte, ok bool) {
	b = b[spaces(b):]
	if len(b) == 0 || b[0] != '=' {
		return "", nil, false
	}
	b = b[1:]
	b = b[spaces(b):]
	if len(b) == 0 || b[0] != '"' && b[0] != '\'' {
		return "", nil, false
	}
	n := bytes.IndexByte(b[1:], b[0])
	if n < 0 {
		return "", nil, false
	}
	return string(b[1 : n+1]), b[n+2:], true
}
