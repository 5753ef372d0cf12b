package letterdoc

import (
	"encoding/binary"
	"slices"
)

// subset is a part of a face, ready to be put in a PDF.
type subset struct {
	tag    string   // before the font's name
	glyphs []uint16 // that have a meaning, in order
	has    []uint64 // the same as bits
	file   []byte   // the font file, compressed
	length int      // of the font file before that
	runes  []byte   // the map from glyphs to characters, compressed
	widths []byte   // the array W of the CIDFont
}

func (s *subset) contains(g uint16) bool { return s.has[g/64]>>(g%64)&1 != 0 }

// newSubset makes the part of the face that draws the characters given, and leaves out those that the
// face does not have. Glyphs keep their numbers.
func (f *face) newSubset(runes []rune) *subset {
	s := &subset{has: make([]uint64, f.count()/64+1)}
	for _, r := range runes {
		if g := f.glyph(r); g != 0 && !s.contains(g) {
			s.has[g/64] |= 1 << (g % 64)
			s.glyphs = append(s.glyphs, g)
		}
	}
	slices.Sort(s.glyphs)
	file := f.cut(s.glyphs)
	s.tag, s.length, s.file = subsetTag(file), len(file), compress(file)
	s.runes, s.widths = compress(f.toUnicode(s.glyphs)), f.widthArray(s.glyphs)
	return s
}

// Flags of a composite glyph (OpenType, table glyf).
const (
	argsAreWords    = 1 << 0
	hasScale        = 1 << 3
	moreComponents  = 1 << 5
	hasXYScale      = 1 << 6
	hasTwoByTwo     = 1 << 7
	hasInstructions = 1 << 8
)

// outline is a glyph's entry in the table glyf.
func (f *face) outline(g int) []byte {
	loca, glyf := f.tables["loca"], f.tables["glyf"]
	if u16(f.tables["head"], 50) == 0 {
		return glyf[2*u16(loca, 2*g) : 2*u16(loca, 2*g+2)]
	}
	return glyf[u32(loca, 4*g):u32(loca, 4*g+4)]
}

// unhinted is an outline without instructions, and the glyphs it is composed of. Instructions sharpen
// small sizes on coarse screens and are a third of the font.
func unhinted(outline []byte) (out []byte, parts []uint16) {
	if len(outline) == 0 {
		return nil, nil
	}
	out = slices.Clone(outline)
	contours := i16(out, 0)
	if contours >= 0 {
		at := 10 + 2*contours
		length := u16(out, at)
		out[at], out[at+1] = 0, 0
		return slices.Delete(out, at+2, at+2+length), nil
	}
	at, flags := 10, moreComponents
	for flags&moreComponents != 0 {
		flags = u16(out, at)
		parts = append(parts, uint16(u16(out, at+2)))
		binary.BigEndian.PutUint16(out[at:], uint16(flags&^hasInstructions))
		at += 6
		if flags&argsAreWords != 0 {
			at += 2
		}
		switch {
		case flags&hasScale != 0:
			at += 2
		case flags&hasXYScale != 0:
			at += 4
		case flags&hasTwoByTwo != 0:
			at += 8
		}
	}
	return out[:at], parts
}

// cut writes a font file of the glyphs given and of what they are composed of.
func (f *face) cut(glyphs []uint16) []byte {
	outlines := make([][]byte, f.count())
	queue := append([]uint16{0}, glyphs...) // 0 draws what is missing, and every font has it
	for len(queue) > 0 {
		g := queue[0]
		queue = queue[1:]
		if outlines[g] == nil {
			out, parts := unhinted(f.outline(int(g)))
			outlines[g] = out
			queue = append(queue, parts...)
		}
	}
	wanted := make([]bool, len(outlines))
	for _, g := range glyphs {
		wanted[g] = true
	}
	last := u16(f.tables["hhea"], 34) - 1
	var glyf, loca, hmtx []byte
	for g, out := range outlines {
		loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
		glyf = append(glyf, out...)
		for len(glyf)%4 != 0 {
			glyf = append(glyf, 0)
		}
		var metric [4]byte
		if wanted[g] || out != nil {
			copy(metric[:], f.tables["hmtx"][4*min(g, last):])
		}
		hmtx = append(hmtx, metric[:]...)
	}
	loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
	head, hhea := slices.Clone(f.tables["head"]), slices.Clone(f.tables["hhea"])
	binary.BigEndian.PutUint32(head[8:], 0)  // the checksum, filled in by assemble
	binary.BigEndian.PutUint16(head[50:], 1) // loca in four bytes
	binary.BigEndian.PutUint16(hhea[34:], uint16(len(outlines)))
	return assemble([]table{{"glyf", glyf}, {"head", head}, {"hhea", hhea}, {"hmtx", hmtx}, {"loca", loca}, {"maxp", f.tables["maxp"]}})
}

type table struct {
	tag  string
	data []byte
}

// assemble writes a TrueType file of its tables, which come in the order of their tags.
func assemble(tables []table) []byte {
	power, log := 1, 0
	for power*2 <= len(tables) {
		power, log = power*2, log+1
	}
	out := []byte{0, 1, 0, 0}
	for _, v := range []int{len(tables), power * 16, log, (len(tables) - power) * 16} {
		out = binary.BigEndian.AppendUint16(out, uint16(v))
	}
	at, headAt := 12+16*len(tables), 0
	for _, t := range tables {
		if t.tag == "head" {
			headAt = at
		}
		out = append(out, t.tag...)
		out = binary.BigEndian.AppendUint32(out, checksum(t.data))
		out = binary.BigEndian.AppendUint32(out, uint32(at))
		out = binary.BigEndian.AppendUint32(out, uint32(len(t.data)))
		at += (len(t.data) + 3) &^ 3
	}
	for _, t := range tables {
		out = append(out, t.data...)
		for len(out)%4 != 0 {
			out = append(out, 0)
		}
	}
	binary.BigEndian.PutUint32(out[headAt+8:], 0xB1B0AFBA-checksum(out))
	return out
}

// checksum is the sum of the data as big-endian words.
func checksum(data []byte) (sum uint32) {
	for len(data) >= 4 {
		sum += binary.BigEndian.Uint32(data)
		data = data[4:]
	}
	var rest [4]byte
	copy(rest[:], data)
	return sum + binary.BigEndian.Uint32(rest[:])
}
