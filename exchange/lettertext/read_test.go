package lettertext

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"unicode/utf16"

	"pgregory.net/rapid"
)

// shown writes a document as text: number, level or item, and the line with | between cells.
func shown(d *Document) string {
	var out strings.Builder
	fmt.Fprintln(&out, d.Form, d.Encoding)
	for _, l := range d.Lines {
		mark := ""
		if l.Level > 0 {
			mark = fmt.Sprintf(" h%d", l.Level)
		}
		if l.Item {
			mark += " item"
		}
		text := " " + l.Text
		if l.Cells != nil {
			text = " |" + strings.Join(l.Cells, "|") + "|"
		}
		fmt.Fprintln(&out, strings.TrimRight(fmt.Sprintf("%d%s%s", l.No, mark, text), " "))
	}
	for _, m := range d.Mended {
		fmt.Fprintf(&out, "mended %d: %s\n", m.Line, m.What)
	}
	return out.String()
}

// sound fails for a document that breaks what every document keeps.
func sound(t rapid.TB, d *Document) {
	t.Helper()
	for i, l := range d.Lines {
		switch {
		case l.No != i+1:
			t.Fatalf("line %d has the number %d", i+1, l.No)
		case l.Cells != nil && strings.Join(l.Cells, "\t") != l.Text:
			t.Fatalf("line %d: cells %q are not the text %q", l.No, l.Cells, l.Text)
		case l.Cells == nil && (strings.Contains(l.Text, "\t") || strings.TrimSpace(l.Text) != l.Text):
			t.Fatalf("line %d: %q has tabs or space around it", l.No, l.Text)
		case strings.ContainsAny(l.Text, "\n\r\f\x00\u00a0\u202f\u2009\u00ad"):
			t.Fatalf("line %d: %q", l.No, l.Text)
		}
	}
	for _, m := range d.Mended {
		if m.Line < 0 || m.Line > len(d.Lines) || m.What == "" {
			t.Fatalf("mended %+v of %d lines", m, len(d.Lines))
		}
	}
}

func read1(t rapid.TB, name, data string) *Document {
	t.Helper()
	d, err := Read(name, []byte(data))
	if err != nil {
		t.Fatal(err)
	}
	sound(t, d)
	return d
}

func in16(s string, little bool) string {
	var out []byte
	for _, u := range utf16.Encode([]rune(s)) {
		if little {
			out = append(out, byte(u), byte(u>>8))
		} else {
			out = append(out, byte(u>>8), byte(u))
		}
	}
	return string(out)
}

func TestRead_encodings(t *testing.T) {
	const want = "Försäkringskassan ska på 1:4 ÅÄÖ"
	single := "F\xf6rs\xe4kringskassan ska p\xe5 1:4 \xc5\xc4\xd6"
	for name, c := range map[string]struct{ data, encoding, mended string }{
		"UTF-8":                     {want, "UTF-8", ""},
		"UTF-8 with mark":           {"\ufeff" + want, "UTF-8", "byte order mark"},
		"ISO 8859-1":                {single, "ISO 8859-1", ""},
		"UTF-16 little with mark":   {in16("\ufeff"+want, true), "UTF-16", ""},
		"UTF-16 big with mark":      {in16("\ufeff"+want, false), "UTF-16", ""},
		"UTF-16 little":             {in16(want, true), "UTF-16", "no byte order mark"},
		"UTF-16 big":                {in16(want, false), "UTF-16", "no byte order mark"},
		"read as 1252 once":         {"FÃ¶rsÃ¤kringskassan ska pÃ¥ 1:4 Ã…Ã„Ã–", "UTF-8", "had been read as Windows-1252; mended"},
		"read as Latin-1 once":      {"FÃ¶rsÃ¤kringskassan ska pÃ¥ 1:4 Ã\u0085Ã\u0084Ã\u0096", "UTF-8", "had been read as Windows-1252; mended"},
		"letters of two characters": {"Fo\u0308rsa\u0308kringskassan ska pa\u030a 1:4 A\u030aA\u0308O\u0308", "UTF-8", "two characters"},
		"prints nothing":            {"För\u00adsäkrings\u200bkassan\x00 ska på 1:4 ÅÄÖ\x00", "UTF-8", "U+00AD, U+200B, U+0000 (2)"},
		"other spaces":              {"\u00a0Försäkringskassan\u2009ska\u202fpå\u00a01:4 ÅÄÖ", "UTF-8", ""},
		"a break inside":            {"Försäkringskassan\vska på\u20281:4 ÅÄÖ", "UTF-8", "U+000B, U+2028"},
		"marks":                     {"<i>Försäkrings</i>kassan <B>ska</B> på<br/>1:4 <em>ÅÄÖ</em>", "UTF-8", ""},
		"both in a line of 1252":    {strings.Replace(single, "p\xe5", "p\xc3\xa5", 1), "ISO 8859-1", "partly in UTF-8"},
	} {
		d := read1(t, "letter.txt", c.data)
		all := shown(d)
		if len(d.Lines) != 1 || d.Lines[0].Text != want || d.Encoding != c.encoding || d.Form != Text ||
			(c.mended == "") != (len(d.Mended) == 0) || !strings.Contains(all, c.mended) {
			t.Errorf("%s: %s", name, all)
		}
	}
}

func TestRead_linesInAnotherEncoding(t *testing.T) {
	got := shown(read1(t, "letter.txt", "Mål för året\r\np\xe5 regeringens v\xe4gnar \x96 \x94FK\xc4\x94\rÅterrapportering\nFÃ¶r Ã¤ldre – pÃ¥\n"))
	want := `text UTF-8
1 Mål för året
2 på regeringens vägnar – ”FKÄ”
3 Återrapportering
4 FÃ¶r Ã¤ldre – pÃ¥
mended 2: the line is in Windows-1252, the rest of the file in UTF-8
mended 4: the line looks as if a part of it was UTF-8 that had been read as Windows-1252; left as it stands
`
	if got != want {
		t.Errorf("got\n%s", got)
	}
	got = shown(read1(t, "letter.txt", "M\xe5l\n\xc5terrapportering\nför året\n"))
	if !strings.HasPrefix(got, "text ISO 8859-1\n1 Mål\n2 Återrapportering\n3 för året\nmended 3: the line is in UTF-8") {
		t.Errorf("got\n%s", got)
	}
}

func TestRead_swedishIsNotMended(t *testing.T) {
	for _, text := range []string{"”SÅ” och ”TÄ”", "Å…", "à la carte, pâté, Ângström", "−1 – 2 § 3 • €"} {
		if d := read1(t, "letter.txt", text); d.Lines[0].Text != text || len(d.Mended) > 0 {
			t.Errorf("%q: %s", text, shown(d))
		}
	}
}

func TestRead_textWithTabsMarksAndPages(t *testing.T) {
	got := shown(read1(t, "letter.txt", "4 Anslag\n\n<i>Disponeras av Myndigheten</i>\t\t8\u00a0471 184<sup>1</sup>\n"+
		"ap.1\tStöd (ram)\t−12\nett   långt   mellanrum\n\t\t\n\fSida 2\nför\fefter\nslut\f\n<s>struket</s> <span class=\"x\">a</span> 5 < 6\n\f"))
	want := `text UTF-8
1 4 Anslag
2
3 |Disponeras av Myndigheten||8 471 184[1]|
4 |ap.1|Stöd (ram)|−12|
5 ett   långt   mellanrum
6
7 Sida 2
8 för
9 efter
10 slut
11 <s>struket</s> a 5 < 6
mended 7: a page begins here (form feed)
mended 9: a page begins here, inside a line (form feed); from here on lines have a number more than in the file
mended 10: a page ends here (form feed)
mended 11: a page ends after this line (form feed)
mended 11: the mark <span class="x"> is removed
`
	if got != want {
		t.Errorf("got\n%s", got)
	}
}

func TestRead_html(t *testing.T) {
	data, err := os.ReadFile("testdata/letter.html")
	if err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile("testdata/letter.html.lines")
	if err != nil {
		t.Fatal(err)
	}
	if got := shown(read1(t, "letter.html", string(data))); got != string(want) {
		t.Errorf("got\n%s", got)
	}
	// The same page in other encodings reads the same.
	for encoding, page := range map[string]string{
		"UTF-16":     in16("\ufeff"+string(data), true),
		"ISO 8859-1": strings.Replace(string(data), "<title>", "<title>\xe5\xe4\xf6", 1),
	} {
		got := shown(read1(t, "page", page))
		if _, lines, _ := strings.Cut(got, "\n"); !strings.HasPrefix(got, "html "+encoding) || !strings.HasSuffix(string(want), lines) {
			t.Errorf("%s: got\n%s", encoding, got)
		}
	}
}

func TestRead_htmlWithoutSection(t *testing.T) {
	got := shown(read1(t, "x.htm", "<p>Ett<div>Tv\xe5</div><ol><li>a<li>b</ol><pre>c  d\n\ne</pre>f<h2>2025</h2><h3>g</h3>"))
	want := `html ISO 8859-1
1 Ett
2
3 Två
4
5 item a
6 item b
7
8 c d
9
10 e
11
12 f
13
14 h2 2025
15
16 h3 g
mended 0: no part of the page is marked as the letter (<section id="letter">); the whole page is read
`
	if got != want {
		t.Errorf("got\n%s", got)
	}
}

func TestRead_refuses(t *testing.T) {
	for name, c := range map[string]struct{ data, says string }{
		"empty":      {"", "the file is empty"},
		"blank":      {" \n\t\n", "holds no text"},
		"docx":       {"PK\x03\x04....word/document.xml", "a Word document (docx)"},
		"zip":        {"PK\x03\x04....letter.txt", "a compressed file (zip)"},
		"doc":        {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an older Word"},
		"rtf":        {`{\rtf1\ansi Regleringsbrev}`, "rich text"},
		"png":        {"\x89PNG\r\n\x1a\n", "a picture (PNG)"},
		"bmp":        {"BM\x36\x00\x0c\x00\x00\x00\x00\x00" + strings.Repeat("x", 40), "a picture (BMP)"},
		"UTF-32":     {"\xff\xfe\x00\x00R\x00\x00\x00", "UTF-32"},
		"bytes":      {strings.Repeat("\x01\x02a\x03", 20), "control characters"},
		"half":       {in16("\ufeffRegleringsbrev", true) + "x", "half a character"},
		"DOS":        {"F\x94rs\x84kringskassan p\x86 v\x84g", "code page 437 or 850"},
		"Macintosh":  {"F\x9ars\x8akringskassan", "Mac Roman"},
		"large":      {strings.Repeat("a", MaxBytes+1), "at most 16777216 are read"},
		"large page": {"<html>" + strings.Repeat("a", MaxHTMLBytes), "at most 4194304 are read"},
		"deep":       {"<html><body>" + strings.Repeat("<div>", 100_000) + "x", "512"},
		"wide table": {"<table>" + strings.Repeat("<tr><td colspan=99999>a<td>b", 3000), "more than 200000 cells"},
		"charset":    {"<html><meta charset=koi8-r><p>\xd2\xd3", `"koi8-r"`},
	} {
		d, err := Read("fil", []byte(c.data))
		var file *FileError
		if !errors.As(err, &file) || d != nil || !strings.HasPrefix(err.Error(), "fil: ") || !strings.Contains(err.Error(), c.says) || file.Do == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
	if d := read1(t, "letter.txt", "BM är inget bildformat här, men en rad text"); d.Form != Text {
		t.Error(d.Form)
	}
}
