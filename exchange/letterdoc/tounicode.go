package letterdoc

import (
	"crypto/sha256"
	"fmt"
	"strconv"
	"strings"
)

// toUnicode is the map from glyphs to characters, by which text is taken from the PDF.
func (f *face) toUnicode(glyphs []uint16) []byte {
	var out strings.Builder
	out.WriteString("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n" +
		"/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n" +
		"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n")
	const most = 100 // in one section
	for from := 0; from < len(glyphs); from += most {
		part := glyphs[from:min(from+most, len(glyphs))]
		fmt.Fprintf(&out, "%d beginbfchar\n", len(part))
		for _, g := range part {
			fmt.Fprintf(&out, "<%04X> <%04X>\n", g, f.means[g]) // the font has the first plane alone
		}
		out.WriteString("endbfchar\n")
	}
	out.WriteString("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n")
	return []byte(out.String())
}

// widthArray is the array of widths by glyph, neighbours together.
func (f *face) widthArray(glyphs []uint16) []byte {
	out := []byte("[")
	for i, g := range glyphs {
		if i == 0 || g != glyphs[i-1]+1 {
			if i > 0 {
				out = append(out, ']')
			}
			out = append(strconv.AppendInt(out, int64(g), 10), '[')
		} else {
			out = append(out, ' ')
		}
		out = strconv.AppendInt(out, int64(f.width[g]), 10)
	}
	if len(glyphs) > 0 {
		out = append(out, ']')
	}
	return append(out, ']')
}

// subsetTag is the six capital letters that mark a part of a font; parts that differ have different ones.
func subsetTag(file []byte) string {
	sum := sha256.Sum256(file)
	tag := make([]byte, 6)
	for i := range tag {
		tag[i] = 'A' + sum[i]%26
	}
	return string(tag)
}
