package lettertext

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// pieces are what lines of the property are made of.
var pieces = rapid.SampledFrom([]string{
	"Försäkringskassan", "ap.1", "8 471 184", "8\u00a0471\u202f184", "−12", "2024–2026", "Ä”", "Å…", "§ 3", "€", "3 %", "Inget", "- ", "•",
	"<i>", "</i>", "<b>", "<br>", "<x>", "a < b", "Den 31 mars 2025", " ", "   ", "      ", "\t", "\u2009", "\u00ad", "\u200b", "\x00", "\x07", "\v", "\u2028", "\f",
})

var ends = rapid.SampledFrom([]string{"\n", "\n", "\r\n", "\r"})

// textFile draws a text file in UTF-8.
func textFile(t *rapid.T) string {
	var out strings.Builder
	out.WriteString("Regleringsbrev för budgetåret 2025 avseende en myndighet med långt namn\n")
	for range rapid.IntRange(0, 12).Draw(t, "lines") {
		out.WriteString(strings.Join(rapid.SliceOfN(pieces, 0, 8).Draw(t, "line"), rapid.SampledFrom([]string{"", " ", "   "}).Draw(t, "between")))
		out.WriteString(ends.Draw(t, "end"))
	}
	return out.String()
}

var removed = regexp.MustCompile(`U\+([0-9A-F]{4,6})(?: \((\d+)\))?`)

// lost compares what is seen of a text with what is seen of a document read from it, less
// the marks. The characters that the document lists as removed are counted back in.
func lost(data string, d *Document) (want, got map[rune]int) {
	want, got = map[rune]int{}, map[rune]int{}
	for _, r := range regexp.MustCompile(`</?[ib]>|<br>|\x{FEFF}`).ReplaceAllString(data, "") {
		if !unicode.IsSpace(r) {
			want[r]++
		}
	}
	for _, l := range d.Lines {
		for _, r := range l.Text {
			if !unicode.IsSpace(r) {
				got[r]++
			}
		}
	}
	for _, m := range d.Mended {
		for _, c := range removed.FindAllStringSubmatch(m.What, -1) {
			r, _ := strconv.ParseInt(c[1], 16, 32)
			n, _ := strconv.Atoi(c[2])
			if !unicode.IsSpace(rune(r)) {
				got[rune(r)] += max(n, 1)
			}
		}
	}
	return want, got
}

func TestRead_losesNothingOfAText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		data := textFile(t)
		d, err := Read("letter.txt", []byte(data))
		if err != nil {
			t.Fatal(err)
		}
		want, got := lost(data, d)
		for r := range want {
			if got[r] != want[r] {
				t.Fatalf("%q stands %d times in the file and %d in the document: %q\n%s", r, want[r], got[r], data, shown(d))
			}
		}
		for r := range got {
			if want[r] == 0 {
				t.Fatalf("%q is not in the file: %q\n%s", r, data, shown(d))
			}
		}
		if !strings.Contains(data, "\f") {
			lines := strings.Split(strings.ReplaceAll(strings.ReplaceAll(data, "\r\n", "\n"), "\r", "\n"), "\n")
			if len(d.Lines) != len(lines)-1 {
				t.Fatalf("%d lines, the file has %d: %q", len(d.Lines), len(lines)-1, data)
			}
		}
	})
}

// The same text in each encoding, and with lines in different ones, reads the same.
func TestRead_encodingsReadTheSame(t *testing.T) {
	words := rapid.SampledFrom([]string{"Försäkringskassan", "på", "Åtgärder", "”Ä”", "–", "à", "8 471", "\t", "ap.1", "é"})
	rapid.Check(t, func(t *rapid.T) {
		var lines []string
		for range rapid.IntRange(1, 8).Draw(t, "lines") {
			lines = append(lines, strings.Join(rapid.SliceOfN(words, 1, 6).Draw(t, "line"), " "))
		}
		lines = append(lines, "slut för nu")
		want := read1(t, "a", strings.Join(lines, "\n"))
		kind := rapid.SampledFrom([]string{"1252", "UTF-16", "once", "mixed"}).Draw(t, "kind")
		for i, l := range lines {
			switch {
			case kind == "1252", kind == "mixed" && rapid.Bool().Draw(t, "other"):
				lines[i] = as1252(l)
			case kind == "once":
				lines[i] = misread(l)
			}
		}
		data := strings.Join(lines, "\n")
		if kind == "UTF-16" {
			data = in16("\ufeff"+data, rapid.Bool().Draw(t, "little"))
		}
		got := read1(t, "a", data)
		for i := range want.Lines {
			if got.Lines[i].Text != want.Lines[i].Text {
				t.Fatalf("%s: line %d is %q, want %q", kind, i+1, got.Lines[i].Text, want.Lines[i].Text)
			}
		}
	})
}

func as1252(s string) string {
	var out []byte
	for _, r := range s {
		b, ok := to1252(r)
		if !ok {
			panic(s)
		}
		out = append(out, b)
	}
	return string(out)
}

// misread is UTF-8 read as Windows-1252.
func misread(s string) string {
	var out strings.Builder
	for _, b := range []byte(s) {
		out.WriteRune(from1252(b))
	}
	return out.String()
}

func FuzzRead(f *testing.F) {
	for _, seed := range []string{"", "4 Anslag\r\nap.1\tStöd\t8 500\n", "F\xf6r\nför\n", in16("\ufeffMål", true), "a   1\n\nb      2 000\n   3\f",
		`<html><section id="letter"><h2>1</h2><h2>M&aring;l</h2><table><tr><td rowspan=2>a<td colspan=3>b<tr><td>c</table><ul><li>d<p>e`,
		"<table><tr><td><table><tr><td>a<td>b</table></table><sup>1</sup><del>x</del><pre>a\nb", "FÃ¶r\x00\u00ad<i>a</i>"} {
		f.Add("letter.txt", []byte(seed))
		f.Add("letter.html", []byte(seed))
	}
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		if bytes.HasPrefix(data, []byte("%PDF")) {
			return // another program reads it
		}
		d, err := Read(name, data)
		if err != nil {
			if d != nil || !strings.Contains(err.Error(), "; ") {
				t.Fatalf("%v", err)
			}
			return
		}
		sound(t, d)
		if d.Form != Text || d.Encoding != "UTF-8" || !utf8.Valid(data) || strings.ContainsAny(string(data), "<ÃÂâ\u0300\u0301\u0308\u030a\uf0b7\ufb00\ufb01\ufb02\ufb03\ufb04") {
			return
		}
		want, got := lost(string(data), d)
		for r := range want {
			if r != '\ufeff' && got[r] != want[r] {
				t.Fatalf("%q stands %d times in the file and %d in the document", r, want[r], got[r])
			}
		}
	})
}
