package letterdoc

import (
	_ "embed"
	"encoding/binary"
	"sync"
)

//go:embed font/regular.ttf
var regularTTF []byte

//go:embed font/bold.ttf
var boldTTF []byte

// The two faces of a letter, read once.
var faces = sync.OnceValue(func() [2]*face {
	return [2]*face{newFace("OpenSans-Regular", regularTTF), newFace("OpenSans-Bold", boldTTF)}
})

const (
	regular = 0
	bold    = 1
)

// lowRunes is how many runes are looked up in an array: Latin with all its supplements that Swedish
// names use.
const lowRunes = 0x250

// face is a TrueType font, read from the file as it is embedded; font/README.md names the file. What
// it lacks is a fault of the program, which font_test.go would see, so nothing here is an error.
type face struct {
	name   string
	tables map[string][]byte
	low    [lowRunes]uint16
	high   map[rune]uint16
	width  []uint16        // of a glyph, in thousandths of the size
	means  map[uint16]rune // what a glyph stands for, in text taken from the PDF
	usual  *subset         // of the glyphs that nearly every letter does with
	// in thousandths of the size
	ascent, descent, capHeight int
	box                        [4]int
}

func u16(b []byte, at int) int { return int(binary.BigEndian.Uint16(b[at:])) }
func i16(b []byte, at int) int { return int(int16(binary.BigEndian.Uint16(b[at:]))) }
func u32(b []byte, at int) int { return int(binary.BigEndian.Uint32(b[at:])) }

func newFace(name string, data []byte) *face {
	f := &face{name: name, tables: map[string][]byte{}, high: map[rune]uint16{}, means: map[uint16]rune{}}
	for i := range u16(data, 4) {
		entry := data[12+16*i:]
		f.tables[string(entry[:4])] = data[u32(entry, 8):][:u32(entry, 12)]
	}
	em := u16(f.tables["head"], 18)
	scale := func(units int) int { return units * 1000 / em }
	hhea, os2 := f.tables["hhea"], f.tables["OS/2"]
	f.ascent, f.descent, f.capHeight = scale(i16(hhea, 4)), scale(i16(hhea, 6)), scale(i16(os2, 88))
	for i := range f.box {
		f.box[i] = scale(i16(f.tables["head"], 36+2*i))
	}
	f.width = make([]uint16, f.count())
	last := u16(hhea, 34) - 1 // glyphs after this one are as wide as it
	for g := range f.width {
		f.width[g] = uint16((u16(f.tables["hmtx"], 4*min(g, last))*1000 + em/2) / em)
	}
	f.readRunes()
	f.usual = f.newSubset(usualRunes())
	return f
}

// count is the number of glyphs of the font.
func (f *face) count() int { return u16(f.tables["maxp"], 4) }

// readRunes reads the table from characters to glyphs, in format 4 as the font has it.
func (f *face) readRunes() {
	cmap := f.tables["cmap"]
	var table []byte
	for i := range u16(cmap, 2) {
		if entry := cmap[4+8*i:]; u16(entry, 0) == 3 && u16(entry, 2) == 1 {
			table = cmap[u32(entry, 4):]
		}
	}
	segments := u16(table, 6) / 2
	ends, starts := table[14:], table[16+2*segments:]
	deltas, offsets := table[16+4*segments:], table[16+6*segments:]
	for s := range segments {
		for r := u16(starts, 2*s); r <= u16(ends, 2*s) && r != 0xFFFF; r++ {
			g := r
			if offset := u16(offsets, 2*s); offset != 0 {
				g = u16(offsets, 2*s+offset+2*(r-u16(starts, 2*s)))
			}
			if g != 0 || u16(offsets, 2*s) == 0 {
				g = (g + u16(deltas, 2*s)) & 0xFFFF
			}
			f.learn(rune(r), uint16(g))
		}
	}
}

// learn takes in that a character is drawn by a glyph. No glyph of this font draws two characters, which a
// test holds: text taken from the PDF would give back only one of them.
func (f *face) learn(r rune, g uint16) {
	if g == 0 {
		return
	}
	f.means[g] = r
	if r < lowRunes {
		f.low[r] = g
		return
	}
	f.high[r] = g
}

// glyph is the glyph of a character, 0 when the font has none.
func (f *face) glyph(r rune) uint16 {
	if r < 0 {
		return 0
	}
	if r < lowRunes {
		return f.low[r]
	}
	return f.high[r]
}

// usualRunes are the characters of nearly every letter: those of Latin-1, and the dashes, quotation
// marks and signs of Swedish type. With them the font of the PDF is made once, not for every letter.
func usualRunes() []rune {
	var all []rune
	for r := ' '; r <= 'ÿ'; r++ {
		if r < 0x7F || r >= 0xA0 && r != 0xAD {
			all = append(all, r)
		}
	}
	return append(all, []rune("–—‘’‚“”„•…−€")...)
}
