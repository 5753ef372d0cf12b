package agi

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// told is a document as a list of what begins, ends and stands in between, so that two
// readers of it can be compared.
type told []string

// lineEnds are one to XML; the scanner leaves them, as they mean nothing in what is read.
var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n")

func (t *told) text(b []byte) {
	text := lineEnds.Replace(string(b))
	if n := len(*t); n > 0 && strings.HasPrefix((*t)[n-1], "text ") {
		(*t)[n-1] += text
	} else if text != "" {
		*t = append(*t, "text "+text)
	}
}

// ours is what the scanner finds; the window is as small as it may be.
func ours(doc []byte) (t told, err error) {
	s := newScanner("x.xml", bytes.NewReader(doc), 2*maxTag)
	s.spaceToo = true
	if err := s.begin(); err != nil {
		return nil, err
	}
	for {
		tok, err := s.next()
		if err != nil {
			return nil, err
		}
		switch tok {
		case tokenStart, tokenLeaf:
			space := lineEnds.Replace(string(s.space))
			if s.elem != elemForeign {
				space = "ours"
			}
			t = append(t, fmt.Sprintf("start %s %s", space, s.local))
			if tok == tokenLeaf {
				t.text(s.text)
				t = append(t, "end")
			}
		case tokenText:
			if len(s.stack) > 0 {
				t.text(s.text)
			}
		case tokenEnd:
			t = append(t, "end")
		case tokenOver:
			return t, nil
		}
	}
}

// theirs is what encoding/xml finds.
func theirs(doc []byte) (t told, err error) {
	d, depth := xml.NewDecoder(bytes.NewReader(doc)), 0
	for {
		tok, err := d.Token()
		if err == io.EOF {
			return t, nil
		}
		if err != nil {
			return nil, err
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			depth++
			space := tok.Name.Space
			if space == instance || space == component {
				space = "ours"
			}
			t = append(t, fmt.Sprintf("start %s %s", space, tok.Name.Local))
		case xml.EndElement:
			depth--
			t = append(t, "end")
		case xml.CharData:
			if depth > 0 {
				t.text(tok)
			}
		}
	}
}

// laxer are the classes of documents that encoding/xml accepts and the scanner does not,
// by what the scanner says of them. What XML itself forbids, its namespaces forbid, or
// the scanner's bounds do.
var laxer = []string{
	"text outside the root element", "a second root element", "the file is empty", "the file has no element", // encoding/xml knows no document
	"a document type", "<! that begins neither", // it passes directives over
	"an XML declaration that does not stand first", "the XML declaration is to be", "XML of version", "the file says that it is in", // it looks for version and encoding, and passes empty ones
	"a processing instruction whose name", "<? without a name", // it does not look for the space, nor for colons
	"twice in a tag", "is not declared", "a prefix declared without", "the prefix xml", // it does not check attributes and prefixes
	"< that does not begin a tag", "an attribute without a name", "a tag with something else than space", // it accepts a:b:c, and attributes side by side
	"more than", // bounds
}

// odd are references that encoding/xml accepts: to half a character, and very long ones.
var odd = regexp.MustCompile(`&#(x0*[dD][89a-fA-F][0-9a-fA-F]{2}|0*5[5-7][0-9]{3});|&#[^;]{30}`)

// firstBad is where the first character stands that XML does not allow; encoding/xml does
// not look at those of comments, instructions and directives.
func firstBad(b []byte) int {
	for i := 0; i < len(b); {
		r, size := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && size == 1 || r < ' ' && !isSpace(byte(r)) || r == 0xfffe || r == 0xffff {
			return i
		}
		i += size
	}
	return len(b)
}

// compare holds the scanner against encoding/xml.
func compare(t interface{ Fatalf(string, ...any) }, doc []byte) (accepted bool) {
	got, err := ours(doc)
	want, theirErr := theirs(doc)
	switch {
	case err == nil && theirErr != nil:
		// encoding/xml has the characters of names of an older edition of XML.
		if !strings.Contains(theirErr.Error(), "name") || !slices.ContainsFunc(doc, func(c byte) bool { return c >= utf8.RuneSelf }) {
			t.Fatalf("%q is accepted; encoding/xml says %v", doc, theirErr)
		}
	case err != nil && theirErr == nil:
		named := strings.Contains(err.Error(), "& that begins no reference") && odd.Match(doc) ||
			strings.Contains(err.Error(), "a control character") || strings.Contains(err.Error(), "a character that XML") || strings.Contains(err.Error(), "not UTF-8")
		if named && !odd.Match(doc) && firstBad(doc) == len(doc) {
			t.Fatalf("%q is refused (%v); all its characters are allowed", doc, err)
		}
		if !named && !slices.ContainsFunc(laxer, func(why string) bool { return strings.Contains(err.Error(), why) }) {
			t.Fatalf("%q is refused (%v); encoding/xml accepts it", doc, err)
		}
	case err == nil && !slices.Equal(got, want):
		t.Fatalf("%q is\n%q, and to encoding/xml\n%q", doc, got, want)
	}
	var file *FileError
	if err != nil && (!errors.As(err, &file) || file.Line < 1 || file.Line > 1+bytes.Count(doc, newline) || file.Why == "") {
		t.Fatalf("%q: %v has no place in the file", doc, err)
	}
	return err == nil
}

var (
	seeds = []string{
		`<a/>`, `<a b="c"/>`, "<a>\r\n<b>x</b> y </a>", `<a><![CDATA[ < ]] > ]]></a>`, `<a>&lt;&#65;&#x42;&amp;</a>`,
		`<?xml version="1.0" encoding="UTF-8"?><a></a >`, `<!-- c --><a><!-- - --></a><?p i?>`, `<p:a xmlns:p="urn:p" p:b='1' b="2"><p:c xmlns:p="urn:q"/><p:c></p:c></p:a>`,
		`<a xmlns="urn:a"><b xmlns=""><c/></b><d>t</d></a>`, `<å ä="ö">é</å>`, `<a.b-c_d1><e/></a.b-c_d1>`,
		`<s:Skatteverket xmlns:s="` + instance + `"><IU xmlns="` + component + `" faltkod="001">1<HU/></IU><s:IU/></s:Skatteverket>`,
		// the same tag in other namespaces, and other tags with the same end
		`<a><o xmlns:p="urn:p"><p:element/></o><o xmlns:p="urn:q"><p:element/></o></a>`,
		`<a><o xmlns="urn:o"><declares xmlns:p="urn:p"><element/></declares></o><declares xmlns:p="urn:p"><element/></declares></a>`,
		`<a><first_element_of/><other_element_of/><first_element_of>x</first_element_of></a>`,
		`<a><b x="1">t</b><b x="1">u</b><b x="1">v<c/></b></a>`, "\ufeff<a>]]&gt;</a>", `<a b="]]>&quot;'">]</a>`,
	}
	pieces = []string{"<", ">", "/", "&", ";", "'", `"`, "=", "!", "?", "-", "--", "[", "]", "]]>", "<!--", "-->", "<![CDATA[", "<?", "?>", "<a>", "</a>", "<b/>", "xmlns", "xmlns:p=''",
		" ", "\n", "\r", "\x00", "\x7f", "\xff", "\u00b7", "\u0300", "é", "\ufffe", "&#0;", "&#xd800;", "&#x10ffff;", "&#x110000;", "&lt;", "&nbsp;", ":", "p:", "a", "1", ".", "<!DOCTYPE a>", "<?xml version='1.0'?>"}
)

// Documents that are spoilt in a few places are accepted and refused as encoding/xml
// does, but for the classes that are named.
func TestScanner_agreesWithEncodingXML(t *testing.T) {
	accepted := 0
	rapid.Check(t, func(t *rapid.T) {
		doc := []byte(rapid.SampledFrom(seeds).Draw(t, "document"))
		for range rapid.IntRange(0, 3).Draw(t, "changes") {
			from := rapid.IntRange(0, len(doc)).Draw(t, "from")
			to := min(len(doc), from+rapid.IntRange(0, 3).Draw(t, "removed"))
			piece := rapid.SampledFrom(append(pieces, "")).Draw(t, "piece")
			doc = slices.Concat(doc[:from], []byte(piece), doc[to:])
		}
		if compare(t, doc) {
			accepted++
		}
	})
	if accepted == 0 {
		t.Error("no document was accepted: nothing was compared")
	}
}

// Each change of one byte in a whole file, by hand rather than by chance.
func TestScanner_agreesAboutEveryByte(t *testing.T) {
	for _, seed := range seeds {
		for at := range len(seed) {
			compare(t, []byte(seed[:at]+seed[at+1:]))
			for _, piece := range pieces {
				compare(t, []byte(seed[:at]+piece+seed[at:]))
				compare(t, []byte(seed[:at]+piece+seed[at+1:]))
			}
		}
	}
}

func TestScanner_agreesAboutTheFixtures(t *testing.T) {
	for _, name := range []string{"plain.xml", "oddities.xml", "traps.xml"} {
		doc, err := os.ReadFile("testdata/" + name)
		if err != nil {
			t.Fatal(err)
		}
		if !compare(t, doc) {
			t.Errorf("%s is refused", name)
		}
	}
}

// Wherever the window ends in a text, a comment, an instruction, a CDATA section or a
// character, the same is found. What is shorter than maxTag is always whole in it.
func TestScanner_doesNotSeeTheWindow(t *testing.T) {
	// around puts what comes after the fill at the end of the first window, less some bytes.
	around := func(before, fill, after string, less int) []byte {
		before = "<a>" + before
		n := (2*maxTag - less - len(before) - 100) / len(fill)
		pad := 2*maxTag - less - len(before) - n*len(fill) - len("<!---->")
		return []byte("<!--" + strings.Repeat("y", pad) + "-->" + before + strings.Repeat(fill, n) + after + "</a>")
	}
	for _, c := range []struct{ before, fill, after string }{
		{"", "x", ""}, {"", "å", ""}, {"", "\n ", "<b/>"}, {"", "]]", "]"}, {"", "] ]", "]&gt;"}, {"", "&amp;", "é"}, {"", "𝄞", "&#x1d11e;"},
		{"<![CDATA[", "]]", " ]]>"}, {"<![CDATA[", "]] ]", "]]>y"}, {"<![CDATA[", "é", "]]><![CDATA[]]>"}, {"<![CDATA[", "x", "]]>"},
		{"<!--", "- ", "-->"}, {"<!--", "é-", " -->"}, {"<!--", "x", "-->"}, {"<?p ", "? >", "?>"}, {"<?p ", "?", "?>"}, {"<?p ", "x", "?>"},
	} {
		for less := range 24 {
			doc := around(c.before, c.fill, c.after, less)
			got, err := ours(doc)
			want, theirErr := theirs(doc)
			if err != nil || theirErr != nil || !slices.Equal(got, want) {
				t.Fatalf("%v %d bytes before the end of the window: %v %v", c, less, err, theirErr)
			}
		}
	}
	for _, c := range []struct{ before, fill, after, want string }{
		{"", "x", "]]>", "]]> in a text"}, {"", "]", "]]>", "]]> in a text"}, {"<!--", "x", "-- -->", "-- inside a comment"}, {"<!--", "- ", "--->", "-- inside a comment"},
		{"", "x", "\x01", "a control character"}, {"", "x", "\xff", "not UTF-8"}, {"<!--", "x", "\xe2\x82", "not UTF-8"},
	} {
		for less := range 24 {
			if _, err := ours(around(c.before, c.fill, c.after, less)); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Fatalf("%v %d bytes before the end of the window: %v", c, less, err)
			}
		}
	}
}

// characters agrees with a look at each character by itself.
func TestCharacters_agreesWithOneByOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOf(rapid.SampledFrom([]string{"a", " ", "\n", "\t", "\r", "\x00", "\x1f", "\x7f", "å", "€", "𝄞", "\ufffe", "\uffff", "\ufffd", "\ufeff", "\xed\xa0\x80", "\xc0\x80", "\xff", "\xe2\x82", "abcdefghijklmnop"})).Draw(t, "parts")
		b := []byte(strings.Join(parts, ""))
		if rapid.Bool().Draw(t, "cut") && len(b) > 0 {
			b = b[:len(b)-1]
		}
		n, wrong := characters(b, true)
		want := firstBad(b)
		if n != want || (wrong == "") != (want == len(b)) {
			t.Fatalf("%q: %d (%s), want %d", b, n, wrong, want)
		}
		for cut := range len(b) + 1 { // read in two parts
			first, wrong := characters(b[:cut], false)
			if wrong != "" && first != want || wrong == "" && (cut-first > 3 || first > want) {
				t.Fatalf("%q: %d of the first %d (%s), want at most %d", b, first, cut, wrong, want)
			}
		}
	})
}

// FuzzScan: no text makes the scanner fail without a place or read another thing than
// encoding/xml does.
func FuzzScan(f *testing.F) {
	for _, s := range seeds {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, doc []byte) { compare(t, doc) })
}
