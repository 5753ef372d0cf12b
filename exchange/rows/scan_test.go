package rows_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf8"

	"pgregory.net/rapid"

	"balans/exchange/rows"
)

// judge is what a format could have against a row: it gives the fault, if there is
// one, to Refuse or Stop.
func judge(fields []string, refuse func(field, at int, expected string), stop func(string)) {
	switch {
	case strings.HasPrefix(fields[0], "no"):
		last := len(fields) - 1
		refuse(0, 1, "another")
		refuse(last, utf8.RuneCountInString(fields[last]), "more")
	case strings.HasPrefix(fields[0], "stop"):
		stop("fewer rows")
	}
}

// readWith gives the rows that a Reader reads as "line: field|field".
func readWith(format rows.Format, in io.Reader) ([]string, error) {
	r, err := rows.NewReader("x", in, format)
	if err != nil {
		return nil, err
	}
	got := slices.Collect(rows.Read(r, func(line int, fields []string) string {
		judge(fields, r.Refuse, r.Stop)
		return fmt.Sprintf("%d: %s", line, strings.Join(fields, "|"))
	}))
	return got, r.Err()
}

// scanWith is readWith with a Scanner. Every so many lines it takes one from Peek, if
// it can be taken.
func scanWith(format rows.Format, in io.Reader, every int) ([]string, error) {
	s, err := rows.NewScanner("x", in, format)
	if err != nil {
		return nil, err
	}
	var got []string
	for n := 0; ; n++ {
		if !(every > 0 && n%every == 0 && take(s)) && !s.Next() {
			return got, s.Err()
		}
		if !s.Divide() {
			continue
		}
		fields := s.Strings(nil)
		judge(fields, s.Refuse, s.Stop)
		if !s.Refused() {
			got = append(got, fmt.Sprintf("%d: %s", s.Line(), strings.Join(fields, "|")))
		}
	}
}

// take takes the next line, if it is not empty.
func take(s *rows.Scanner) bool {
	rest := s.Peek()
	end := bytes.IndexByte(rest, '\n')
	if rest != nil && len(rest) < end+1+64 {
		panic("Peek gives too little")
	}
	if end > 0 && rest[end-1] == '\r' {
		end--
	}
	return end > 0 && s.Take(end)
}

// same fails unless both read the same rows and find the same faults.
func same(t interface{ Fatalf(string, ...any) }, format rows.Format, text string, wrap func(io.Reader) io.Reader, every int) {
	want, wantErr := readWith(format, wrap(strings.NewReader(text)))
	got, err := scanWith(format, wrap(strings.NewReader(text)), every)
	for i := range max(len(want), len(got)) {
		if i >= len(want) || i >= len(got) || want[i] != got[i] {
			t.Fatalf("row %d differs, of %d by the reader and %d by the scanner\n%.200q\n%.200q", i, len(want), len(got), want[min(i, len(want)):], got[min(i, len(got)):])
		}
	}
	if fmt.Sprint(wantErr) != fmt.Sprint(err) || fmt.Sprintf("%T", wantErr) != fmt.Sprintf("%T", err) {
		t.Fatalf("%.300q:\nthe reader: %v\nthe scanner: %v", text, wantErr, err)
	}
	var a, b *rows.BadLines
	if errors.As(wantErr, &a) && errors.As(err, &b) {
		if a.More != b.More || !slices.EqualFunc(a.Faults, b.Faults, func(x, y *rows.LineError) bool { return *x == *y }) {
			t.Fatalf("faults differ: %+v\n%+v", a, b)
		}
	}
}

var errBroken = errors.New("broken")

// ways are how a file may come.
var ways = map[string]func(io.Reader) io.Reader{
	"whole": func(in io.Reader) io.Reader { return in }, "by the byte": iotest.OneByteReader, "by halves": iotest.HalfReader,
	"broken": func(in io.Reader) io.Reader { return io.MultiReader(in, iotest.ErrReader(errBroken)) },
}

func formats() []rows.Format {
	return []rows.Format{{Header: []string{"a", "b"}, MaxLine: 80}, {Header: []string{"a"}, MaxLine: 100, Brief: true}, {Header: []string{"a", "b", "c", "d"}, MaxLine: 4096, Private: true}}
}

// Whatever the file, a Scanner is a Reader.
func TestScanner_isAReader(t *testing.T) {
	piece := rapid.OneOf(rapid.SampledFrom([]string{";", "\n", "\r\n", "\r", `"`, `""`, "å", "\xff", "no", "stop", "\x00", "\ufeff", "193501096998", " ",
		strings.Repeat("x", 70), strings.Repeat("å;", 40), strings.Repeat("\n", 70), strings.Repeat("a;b\n", 30), strings.Repeat(";;\n", 110)}), rapid.StringN(0, 6, -1))
	rapid.Check(t, func(t *rapid.T) {
		format := rapid.SampledFrom(formats()).Draw(t, "format")
		text := strings.Join(format.Header, ";") + "\n" + strings.Join(rapid.SliceOfN(piece, 0, 40).Draw(t, "pieces"), "")
		way := rapid.SampledFrom([]string{"whole", "by the byte", "by halves", "broken"}).Draw(t, "way")
		same(t, format, text, ways[way], rapid.IntRange(0, 3).Draw(t, "every"))
	})
}

// A file that is stopped, or has too many faults, is over for who takes its lines too.
func TestScanner_isOverAsAReaderIs(t *testing.T) {
	for _, body := range []string{"1\nstop\n2\n3\n", strings.Repeat("no\n", 101) + "1\n", strings.Repeat("no\n", 100) + "1\n", strings.Repeat(";\n", 101) + "1", "\"1\"\nno\n2\nno;\nno\n"} {
		for every := range 3 {
			same(t, formats()[1], "a\n"+body, ways["whole"], every)
		}
	}
}

// Lines of every length about that which is allowed, also the last, and without end.
func TestScanner_isAReaderOfLongLines(t *testing.T) {
	for n := 75; n < 90; n++ {
		for _, end := range []string{"", "\n", "\r\n", "\r", "\nx;y\n", "\n" + strings.Repeat("z", 500), strings.Repeat("z", 500) + "\nx;y"} {
			for _, way := range ways {
				for every, before := range []int{1, 40, 40} { // the first bytes come by themselves, after the header
					same(t, formats()[0], "a;b\n"+strings.Repeat("1;2\n", before)+strings.Repeat("y", n-2)+";"+end, way, every)
				}
			}
		}
	}
}

// Files longer than the memory of a Scanner, whose lines fall in every way on its ends.
func TestScanner_isAReaderOfLongFiles(t *testing.T) {
	for size := 1; size < 60; size += 7 {
		var b strings.Builder
		b.WriteString("a;b;c;d\n")
		for i := 0; b.Len() < 600_000; i++ {
			if i%1000 == 250 {
				b.WriteString("\"quoted\";\"\";;\n")
			}
			fmt.Fprintf(&b, "%d;%s;%s;%d", i, strings.Repeat([]string{"e", "é"}[i%2], i%size), strings.Repeat("x", i%(size+70)), i)
			switch {
			case i%1000 == 999:
				b.WriteString(";\"quoted; \"\"twice\"\"\"") // a field too many
			case i%1000 == 500:
				b.WriteString("\r")
			case i%2000 == 1999:
				b.WriteString(strings.Repeat("long", 40_000))
			}
			b.WriteByte('\n')
		}
		same(t, formats()[2], b.String(), ways["whole"], size%3)
		same(t, formats()[2], b.String(), ways["by halves"], 1)
	}
}

// A row of ASCII without marks costs nothing but its place in the block.
func TestScanner_allocatesNoRow(t *testing.T) {
	file := "a;b\n" + strings.Repeat("193501096998;some text\n", 50_000)
	allocations := testing.AllocsPerRun(3, func() {
		s, err := rows.NewScanner("x", strings.NewReader(file), formats()[0])
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for s.Scan() {
			n += len(s.Field(0))
		}
		if s.Err() != nil || n != 600_000 {
			t.Fatal(n, s.Err())
		}
	})
	if allocations > 50 {
		t.Errorf("%v allocations for 50 000 rows", allocations)
	}
}

func FuzzScanner(f *testing.F) {
	for _, s := range []string{"1;2\n", "no;2\r\n\"a;\"\"\";\xff\n", "stop;\n\n\r\n", strings.Repeat("x", 90) + "\n1;2", "å;ä\nno;å", "\r\r\n;\r"} {
		f.Add(s, 2)
	}
	f.Fuzz(func(t *testing.T, body string, every int) {
		for _, format := range formats() {
			same(t, format, strings.Join(format.Header, ";")+"\n"+body, ways["whole"], every&7)
		}
	})
}

func TestMasked_hidesNumbersOfPeople(t *testing.T) {
	for text, want := range map[string]string{
		"193501096998":                          "19350109****",
		"P1;193501096998;350109-6998;x":         "P1;19350109****;350109-****;x",
		"19350109-6998":                         "19350109-****",
		"19350109 6998":                         "19350109 ****",
		"19350109T699":                          "19350109****",
		"350109-T699":                           "350109-****",
		"1935010969":                            "193501****",
		"19350109699":                           "1935010****",
		"1935010969988":                         "19350109*****",
		"å193501096998ö":                        "å19350109****ö",
		"2025-01-20;2025-04-01T08:30:00Z;12345": "2025-01-20;2025-04-01T08:30:00Z;12345",
		"1 234 567,50;P123456789;\xff12":        "1 234 567,50;P123456789;\xff12",
		"SE4550000000058398257466":              "SE45500000**************",
		"":                                      "",
	} {
		if got := rows.Masked(text); got != want {
			t.Errorf("%q: %q, not %q", text, got, want)
		}
	}
}

// What a fault of a private file tells has no number of a person in it, and as many
// characters as the file.
func TestReader_masksFaultsOfAPrivateFile(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		format := rows.Format{Header: []string{"a", "b", "c", "d"}, MaxLine: 4096, Private: true}
		around := rapid.StringMatching(`[a-zå;" ]{0,5}`)
		line := around.Draw(t, "before") + rapid.SampledFrom([]string{"193501096998", "19350109-6998", "350109+6998", "3501096998"}).Draw(t, "number") + around.Draw(t, "after")
		_, err := readWith(format, strings.NewReader("a;b;c;d\n"+line+"\nno;"+line))
		var bad *rows.BadLines
		if errors.As(err, &bad) {
			for _, e := range bad.Faults {
				if strings.Contains(e.Error()+e.Raw+e.Found, "6998") || e.Column > 2+utf8.RuneCountInString(e.Raw) {
					t.Fatalf("%+v", e)
				}
			}
			if raw := bad.Faults[0].Raw; utf8.RuneCountInString(raw) != utf8.RuneCountInString(line) && bad.Faults[0].Line == 2 {
				t.Fatalf("%q of %q", raw, line)
			}
		}
	})
}

// manyRows are rows of 17 fields, some 110 bytes each.
func manyRows(n int) []byte {
	var b bytes.Buffer
	b.WriteString("a;b;c;d;e;f;g;h;i;j;k;l;m;n;o;p;q\n")
	for i := range n {
		fmt.Fprintf(&b, "P%09d;193501096998;;sjukpenning;2025-03-01;2025-03-31;31;100;employee;;;2025-02-20;2025-04-01;;%d,50;%d,00;\n", i, 9000+i%5000, 2000+i%1000)
	}
	return b.Bytes()
}

func BenchmarkScanner(b *testing.B) {
	const n = 200_000
	file := manyRows(n)
	format := rows.Format{Header: strings.Split("a;b;c;d;e;f;g;h;i;j;k;l;m;n;o;p;q", ";"), MaxLine: 4096}
	b.SetBytes(int64(len(file)))
	b.ReportAllocs()
	for b.Loop() {
		s, err := rows.NewScanner("x", bytes.NewReader(file), format)
		if err != nil {
			b.Fatal(err)
		}
		lines := 0
		for s.Scan() {
			lines++
		}
		if s.Err() != nil || lines != n {
			b.Fatal(lines, s.Err())
		}
	}
	b.ReportMetric(float64(n)*float64(b.N)/1e6/b.Elapsed().Seconds(), "Mrows/s")
}
