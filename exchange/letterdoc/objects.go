package letterdoc

import (
	"bytes"
	"compress/zlib"
	"encoding/hex"
	"strconv"
	"sync"
	"unicode/utf16"
)

// The numbers of a file's objects. What is not a stream stands compressed in one object stream.
const (
	catalogNumber = 1 + iota
	pagesNumber
	treeNumber
	infoNumber
	metadataNumber
	insideNumber // the object stream
	crossNumber  // the cross-reference stream
	firstFace
	firstPage = firstFace + 2*faceObjects
)

// faceObjects is how many objects a face has: the font, its only descendant, the descriptor, the file,
// the map to Unicode.
const faceObjects = 5

func faceNumber(i int) int { return firstFace + i*faceObjects }

// pageNumber is the number of a page, counted from 0; its content has the number after.
func pageNumber(i int) int { return firstPage + 2*i }

func (o *objects) elementNumber(e *element) int { return firstPage + 2*o.pages + e.order }

// objects collects the objects of a file.
type objects struct {
	pages  int
	out    []byte
	places []objectPlace // by number
	inside []byte        // the bodies of the objects in the object stream
	order  []int         // their numbers
	begins []int         // where each begins in inside
	packed bytes.Buffer
	zip    *zlib.Writer
}

// objectPlace is where an object stands: its offset in the file, or its index in the object stream.
type objectPlace struct {
	inside bool
	at     int
}

var pool = sync.Pool{New: func() any { return &objects{zip: zlib.NewWriter(nil)} }}

func newObjects(pages int) *objects {
	o := pool.Get().(*objects)
	o.pages, o.places, o.inside, o.order, o.begins = pages, o.places[:0], o.inside[:0], o.order[:0], o.begins[:0]
	o.out = append(o.out[:0], "%PDF-1.7\n%\xE2\xE3\xCF\xD3\n"...)
	return o
}

// release gives back the memory; what finish returned stays valid.
func (o *objects) release() { pool.Put(o) }

func (o *objects) note(number int, p objectPlace) {
	for len(o.places) <= number {
		o.places = append(o.places, objectPlace{})
	}
	o.places[number] = p
}

// begin begins an object that is no stream; what is added next is its body.
func (o *objects) begin(number int) {
	o.note(number, objectPlace{true, len(o.order)})
	o.order, o.begins = append(o.order, number), append(o.begins, len(o.inside))
}

func (o *objects) add(s string) *objects {
	o.inside = append(o.inside, s...)
	return o
}

func (o *objects) int(v int) *objects {
	o.inside = strconv.AppendInt(o.inside, int64(v), 10)
	return o
}

func (o *objects) ref(number int) *objects { return o.int(number).add(" 0 R") }

// text adds a text string in UTF-16, in hexadecimal so that nothing in it can end it.
func (o *objects) text(s string) *objects {
	b := []byte{0xFE, 0xFF}
	for _, u := range utf16.Encode([]rune(s)) {
		b = append(b, byte(u>>8), byte(u))
	}
	o.inside = append(hex.AppendEncode(append(o.inside, '<'), b), '>')
	return o
}

// stream writes a stream object with the entries given beside its length.
func (o *objects) stream(number int, entries string, data []byte) {
	o.note(number, objectPlace{false, len(o.out)})
	o.out = strconv.AppendInt(o.out, int64(number), 10)
	o.out = append(append(append(o.out, " 0 obj\n<<"...), entries...), "/Length "...)
	o.out = append(strconv.AppendInt(o.out, int64(len(data)), 10), ">>\nstream\n"...)
	o.out = append(append(o.out, data...), "\nendstream\nendobj\n"...)
}

// deflated writes a stream object, compressed.
func (o *objects) deflated(number int, entries string, data []byte) {
	o.packed.Reset()
	o.zip.Reset(&o.packed)
	o.zip.Write(data) // a bytes.Buffer takes everything
	o.zip.Close()
	o.stream(number, entries+"/Filter/FlateDecode", o.packed.Bytes())
}

// finish writes the object stream and the cross-reference stream, and returns the file.
func (o *objects) finish() []byte {
	var heads []byte
	for i, number := range o.order {
		heads = strconv.AppendInt(heads, int64(number), 10)
		heads = strconv.AppendInt(append(heads, ' '), int64(o.begins[i]), 10)
		heads = append(heads, ' ')
	}
	o.deflated(insideNumber, "/Type/ObjStm/N "+strconv.Itoa(len(o.order))+"/First "+strconv.Itoa(len(heads)), append(heads, o.inside...))
	start := len(o.out)
	o.note(crossNumber, objectPlace{false, start})
	// A line for each object: its sort (1 in the file, 2 in the object stream), where, and its index there.
	lines := []byte{0, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF}
	for _, p := range o.places[1:] {
		sort, at, index := 1, p.at, 0
		if p.inside {
			sort, at, index = 2, insideNumber, p.at
		}
		lines = append(lines, byte(sort), byte(at>>24), byte(at>>16), byte(at>>8), byte(at), byte(index>>16), byte(index>>8), byte(index))
	}
	id := hex.EncodeToString(identity(o.out))
	o.deflated(crossNumber, "/Type/XRef/Size "+strconv.Itoa(len(o.places))+"/W[1 4 3]/Root "+strconv.Itoa(catalogNumber)+" 0 R/Info "+
		strconv.Itoa(infoNumber)+" 0 R/ID[<"+id+"><"+id+">]", lines)
	o.out = append(strconv.AppendInt(append(o.out, "startxref\n"...), int64(start), 10), "\n%%EOF\n"...)
	return bytes.Clone(o.out)
}

// face writes the objects of a font: the usual part of a face, or that and the characters that the letter
// has beyond it.
func (o *objects) face(i int, f *face, extra []rune) {
	s, n := f.usual, faceNumber(i)
	if len(extra) > 0 {
		s = f.newSubset(append(usualRunes(), extra...))
	}
	name := s.tag + "+" + f.name
	o.begin(n)
	o.add("<</Type/Font/Subtype/Type0/BaseFont/").add(name).add("/Encoding/Identity-H/DescendantFonts[").ref(n + 1).
		add("]/ToUnicode ").ref(n + 4).add(">>")
	o.begin(n + 1)
	o.add("<</Type/Font/Subtype/CIDFontType2/BaseFont/").add(name).add("/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>").
		add("/CIDToGIDMap/Identity/FontDescriptor ").ref(n + 2).add("/DW 0/W").add(string(s.widths)).add(">>")
	o.begin(n + 2)
	o.add("<</Type/FontDescriptor/FontName/").add(name).add("/Flags 4/ItalicAngle 0/StemV ").int([]int{80, 140}[i]).
		add("/Ascent ").int(f.ascent).add("/Descent ").int(f.descent).add("/CapHeight ").int(f.capHeight).add("/FontBBox[")
	for _, v := range f.box {
		o.int(v).add(" ")
	}
	o.add("]/FontFile2 ").ref(n + 3).add(">>")
	o.stream(n+3, "/Filter/FlateDecode/Length1 "+strconv.Itoa(s.length), s.file)
	o.stream(n+4, "/Filter/FlateDecode", s.runes)
}

// compress compresses what is kept, so well as it can be.
func compress(data []byte) []byte {
	var out bytes.Buffer
	z, err := zlib.NewWriterLevel(&out, zlib.BestCompression)
	if err != nil {
		panic(err) // the level is one that there is
	}
	z.Write(data) // a bytes.Buffer takes everything
	z.Close()
	return out.Bytes()
}
