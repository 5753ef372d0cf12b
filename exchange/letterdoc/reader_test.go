package letterdoc

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf16"
)

// A small reader of PDF, which shares nothing with the writer: values are float64, string (of a string),
// name, ref, []any and map[string]any.
type (
	name string
	ref  int
	// stream is a stream, decompressed.
	stream struct {
		dict map[string]any
		data []byte
	}
	keyword string
)

// lexer reads values from bytes; what is not PDF is a panic, which fails the test.
type lexer struct {
	b  []byte
	at int
}

var notSpace = func(r rune) bool { return !strings.ContainsRune(" \r\n\t\x00\f", r) }

func (l *lexer) space() {
	if n := bytes.IndexFunc(l.b[l.at:], notSpace); n >= 0 {
		l.at += n
	} else {
		l.at = len(l.b)
	}
}

// value reads the next value, nil at the end.
func (l *lexer) value() any {
	l.space()
	rest := l.b[l.at:]
	switch {
	case len(rest) == 0:
		return nil
	case bytes.HasPrefix(rest, []byte("<<")):
		l.at += 2
		d := map[string]any{}
		for {
			k := l.value()
			if k == keyword(">>") {
				return d
			}
			if _, twice := d[string(k.(name))]; twice {
				panic(fmt.Sprintf("the key %v stands twice", k))
			}
			d[string(k.(name))] = l.value()
		}
	case bytes.HasPrefix(rest, []byte(">>")):
		l.at += 2
		return keyword(">>")
	case rest[0] == '<':
		end := bytes.IndexByte(rest, '>')
		l.at += end + 1
		return unhex(string(rest[1:end]))
	case rest[0] == '[':
		l.at++
		list := []any{}
		for {
			v := l.value()
			if v == keyword("]") {
				return list
			}
			list = append(list, v)
		}
	case rest[0] == ']':
		l.at++
		return keyword("]")
	case rest[0] == '(':
		return l.literal()
	case rest[0] == '/':
		end := 1 + bytes.IndexAny(append(rest[1:len(rest):len(rest)], ' '), " \r\n\t/<>[]()")
		l.at += end
		return name(rest[1:end])
	}
	return l.word(rest)
}

var reference = regexp.MustCompile(`^(\d+) 0 R\b`)

// word reads a number, a reference or a keyword.
func (l *lexer) word(rest []byte) any {
	if m := reference.FindSubmatch(rest); m != nil {
		l.at += len(m[0])
		n, _ := strconv.Atoi(string(m[1]))
		return ref(n)
	}
	end := bytes.IndexAny(append(rest[:len(rest):len(rest)], ' '), " \r\n\t/<>[]()")
	l.at += end
	if n, err := strconv.ParseFloat(string(rest[:end]), 64); err == nil {
		return n
	}
	return keyword(rest[:end])
}

func (l *lexer) literal() string {
	var out []byte
	for l.at++; ; l.at++ {
		switch c := l.b[l.at]; c {
		case ')':
			l.at++
			return string(out)
		case '(', '\r':
			panic(fmt.Sprintf("a bare %q in a string", c))
		case '\\':
			l.at++
			if c = l.b[l.at]; c == 'r' {
				c = '\r'
			}
			out = append(out, c)
		default:
			out = append(out, c)
		}
	}
}

func unhex(s string) string {
	var out []byte
	for i := 0; i < len(s); i += 2 {
		n, err := strconv.ParseUint(s[i:i+2], 16, 8)
		if err != nil {
			panic(err)
		}
		out = append(out, byte(n))
	}
	return string(out)
}

// object reads an object at its place in the file and checks its number.
func (l *lexer) object(number int) any {
	if got := l.value(); got != float64(number) {
		panic(fmt.Sprintf("object %d is %v at %d", number, got, l.at))
	}
	if zero, obj := l.value(), l.value(); zero != 0.0 || obj != keyword("obj") {
		panic(fmt.Sprintf("object %d begins with %v %v", number, zero, obj))
	}
	v := l.value()
	if end := l.value(); end == keyword("endobj") {
		return v
	} else if end != keyword("stream") {
		panic(fmt.Sprintf("object %d ends with %v", number, end))
	}
	d := v.(map[string]any)
	data := l.b[l.at+1:][:int(d["Length"].(float64))]
	l.at += 1 + len(data)
	if a, b := l.value(), l.value(); a != keyword("endstream") || b != keyword("endobj") {
		panic(fmt.Sprintf("the stream %d has another length than it says: %v %v", number, a, b))
	}
	if d["Filter"] == name("FlateDecode") {
		r, err := zlib.NewReader(bytes.NewReader(data))
		if err != nil {
			panic(err)
		}
		if data, err = io.ReadAll(r); err != nil {
			panic(err)
		}
	}
	return stream{d, data}
}

// pdfFile is a PDF that was read.
type pdfFile struct {
	objects map[int]any
	trailer map[string]any
}

// readPDF reads a PDF by its cross-reference stream.
func readPDF(data []byte) *pdfFile {
	f := &pdfFile{objects: map[int]any{}}
	m := regexp.MustCompile(`startxref\n(\d+)\n%%EOF\n$`).FindSubmatch(data)
	at, _ := strconv.Atoi(string(m[1]))
	number, _ := strconv.Atoi(string(regexp.MustCompile(`^\d+`).Find(data[at:])))
	cross := (&lexer{data, at}).object(number).(stream)
	f.trailer = cross.dict
	var w []int
	for _, v := range f.list(cross.dict["W"]) {
		w = append(w, int(v.(float64)))
	}
	width := w[0] + w[1] + w[2]
	if len(cross.data) != width*int(cross.dict["Size"].(float64)) {
		panic("the cross-reference stream has another length than its size says")
	}
	field := func(b []byte) (n int) {
		for _, c := range b {
			n = n<<8 | int(c)
		}
		return n
	}
	inside := map[int][]any{}
	// What stands in the file comes first, for the object streams are there.
	for i := range 2 * len(cross.data) / width {
		n, second := i%(len(cross.data)/width), i >= len(cross.data)/width
		line := cross.data[n*width:][:width]
		kind, a, b := field(line[:w[0]]), field(line[w[0]:w[0]+w[1]]), field(line[w[0]+w[1]:])
		switch {
		case n == 0:
		case kind == 1 && !second:
			f.objects[n] = (&lexer{data, a}).object(n)
		case kind == 2 && second:
			if inside[a] == nil {
				inside[a] = f.unpack(f.objects[a].(stream))
			}
			pair := inside[a][b].([2]any)
			if pair[0] != float64(n) {
				panic(fmt.Sprintf("object %d is %v in the object stream", n, pair[0]))
			}
			f.objects[n] = pair[1]
		case kind == 0:
			panic(fmt.Sprintf("object %d is free", n))
		}
	}
	return f
}

// unpack reads an object stream: pairs of number and value.
func (f *pdfFile) unpack(s stream) []any {
	var all []any
	first := int(s.dict["First"].(float64))
	head := &lexer{s.data[:first], 0}
	for range int(s.dict["N"].(float64)) {
		number, offset := head.value(), head.value()
		all = append(all, [2]any{number, (&lexer{s.data, first + int(offset.(float64))}).value()})
	}
	return all
}

func (f *pdfFile) get(v any) any {
	if r, ok := v.(ref); ok {
		o, ok := f.objects[int(r)]
		if !ok {
			panic(fmt.Sprintf("there is no object %d", r))
		}
		return o
	}
	return v
}

func (f *pdfFile) dict(v any) map[string]any { d, _ := f.get(v).(map[string]any); return d }
func (f *pdfFile) list(v any) []any          { l, _ := f.get(v).([]any); return l }

// textString reads a text string.
func textString(v any) string {
	s := v.(string)
	if !strings.HasPrefix(s, "\xFE\xFF") {
		return s
	}
	var units []uint16
	for i := 2; i < len(s); i += 2 {
		units = append(units, uint16(s[i])<<8|uint16(s[i+1]))
	}
	return string(utf16.Decode(units))
}

// piece is one string as it is drawn: where, and inside what.
type piece struct {
	page, mark       int  // mark is -1 in an artifact
	tag              name // of the marked content
	text             string
	x, y, size, wide float64
}

// pdfFont is what the reader needs of a font.
type pdfFont struct {
	runes  map[string]string
	widths map[int]float64
}

func (f *pdfFile) font(v any) pdfFont {
	d := f.dict(v)
	font := pdfFont{map[string]string{}, map[int]float64{}}
	l := &lexer{f.get(d["ToUnicode"]).(stream).data, 0}
	for v := l.value(); v != nil; v = l.value() {
		if v == keyword("beginbfchar") {
			for from, ok := l.value().(string); ok; from, ok = l.value().(string) {
				font.runes[from] = textString("\xFE\xFF" + l.value().(string))
			}
		}
	}
	first := 0
	for _, v := range f.list(f.dict(f.list(d["DescendantFonts"])[0])["W"]) {
		switch v := v.(type) {
		case float64:
			first = int(v)
		case []any:
			for i, w := range v {
				font.widths[first+i] = w.(float64)
			}
		}
	}
	return font
}

// pieces reads what a page draws, in order. Text outside of marked content is a panic.
func (f *pdfFile) pieces(number int, page map[string]any) []piece {
	var all []piece
	var stack []any
	fonts := map[name]pdfFont{}
	for n, v := range f.dict(f.dict(page["Resources"])["Font"]) {
		fonts[name(n)] = f.font(v)
	}
	now := piece{page: number}
	var font pdfFont
	marked := false
	l := &lexer{f.get(page["Contents"]).(stream).data, 0}
	for v := l.value(); v != nil; v = l.value() {
		op, ok := v.(keyword)
		if !ok {
			stack = append(stack, v)
			continue
		}
		switch op {
		case "BDC", "BMC":
			if marked {
				panic("marked content inside marked content")
			}
			marked, now.mark, now.tag = true, -1, stack[0].(name)
			if op == "BDC" {
				if id, ok := stack[1].(map[string]any)["MCID"]; ok {
					now.mark = int(id.(float64))
				}
			}
			if (now.mark < 0) != (now.tag == "Artifact") {
				panic(fmt.Sprintf("marked content %v with the mark %d", now.tag, now.mark))
			}
		case "EMC":
			if !marked {
				panic("EMC without a beginning")
			}
			marked = false
		case "BT":
			now.x, now.y = 0, 0
		case "Td":
			now.x, now.y = now.x+stack[0].(float64), now.y+stack[1].(float64)
		case "Tf":
			font, now.size = fonts[stack[0].(name)], stack[1].(float64)
		case "Tj":
			if !marked {
				panic("text outside of marked content")
			}
			all = append(all, now.show(font, stack[0].(string)))
		}
		stack = stack[:0]
	}
	return all
}

// show gives the piece its text and its width, less a space at its end.
func (p piece) show(font pdfFont, glyphs string) piece {
	for i := 0; i < len(glyphs); i += 2 {
		r, ok := font.runes[glyphs[i:i+2]]
		w, wide := font.widths[int(glyphs[i])<<8|int(glyphs[i+1])]
		if !ok || !wide {
			panic(fmt.Sprintf("the glyph %x has no character or no width", glyphs[i:i+2]))
		}
		p.text += r
		if r != " " || i < len(glyphs)-2 {
			p.wide += w * p.size / 1000
		}
	}
	return p
}

// node is an element of the structure tree; a leaf holds its text.
type node struct {
	tag        string
	attributes map[string]any
	kids       []*node
	text       string
}

// reporter is a test or a property.
type reporter interface{ Errorf(string, ...any) }

// content reads the pages and the structure tree of a file, and checks that the two and the parent tree
// agree.
func (f *pdfFile) content(t reporter) (root *node, pieces []piece) {
	catalog := f.dict(f.trailer["Root"])
	tree := f.dict(catalog["StructTreeRoot"])
	marks, pageOf := map[[2]int]string{}, map[ref]int{}
	kids := f.list(f.dict(catalog["Pages"])["Kids"])
	for i, k := range kids {
		pageOf[k.(ref)] = i
		for _, p := range f.pieces(i, f.dict(k)) {
			pieces = append(pieces, p)
			if p.mark >= 0 {
				marks[[2]int{i, p.mark}] += p.text
			}
		}
	}
	parents := map[[2]int]ref{}
	numbers := f.list(f.dict(tree["ParentTree"])["Nums"])
	for i := 0; i < len(numbers); i += 2 {
		for mark, e := range f.list(numbers[i+1]) {
			parents[[2]int{int(numbers[i].(float64)), mark}] = e.(ref)
		}
	}
	if len(parents) != len(marks) {
		t.Errorf("%d marks on the pages, %d in the parent tree", len(marks), len(parents))
	}
	seen := 0
	var read func(r, parent ref) *node
	read = func(r, parent ref) *node {
		d := f.dict(r)
		if d["P"] != parent {
			t.Errorf("the element %d says that its parent is %v and is a child of %d", r, d["P"], parent)
		}
		n := &node{tag: string(d["S"].(name)), attributes: f.dict(d["A"])}
		for _, k := range f.list(d["K"]) {
			page, mark := d["Pg"], k
			switch k := k.(type) {
			case ref:
				n.kids = append(n.kids, read(k, r))
				continue
			case map[string]any:
				page, mark = k["Pg"], k["MCID"]
			}
			at := [2]int{pageOf[page.(ref)], int(mark.(float64))}
			if parents[at] != r {
				t.Errorf("the mark %v is of the element %d, and in the parent tree of %d", at, r, parents[at])
			}
			seen++
			n.text += marks[at]
		}
		return n
	}
	root = read(tree["K"].(ref), catalog["StructTreeRoot"].(ref))
	if seen != len(marks) {
		t.Errorf("%d marks on the pages, %d in the structure tree", len(marks), seen)
	}
	return root, pieces
}
