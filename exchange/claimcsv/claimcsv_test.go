package claimcsv_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf8"

	"pgregory.net/rapid"

	"balans/exchange/claimcsv"
)

var header = []string{"a", "b", "claim_id"}

// readAll reads every record, and every line that is none.
func readAll(text io.Reader, header []string) (records [][]string, bad []*claimcsv.LineError, err error) {
	c, err := claimcsv.NewReader("x.csv", text, header)
	if err != nil {
		return nil, nil, err
	}
	for {
		fields, err := c.Next()
		var line *claimcsv.LineError
		switch {
		case err == io.EOF:
			return records, bad, nil
		case errors.As(err, &line):
			bad = append(bad, line)
		case err != nil:
			return records, bad, err
		default:
			records = append(records, slices.Clone(fields))
		}
	}
}

func TestReader_readsWhatAnEditorMayLeave(t *testing.T) {
	want := [][]string{{"1", "", "C", ""}, {"å, ä", `say "hi"`, "", ""}}
	body := "1,,C\n\"å, ä\",\"say \"\"hi\"\"\",\n"
	for name, text := range map[string]string{
		"plain":           "a,b,claim_id\n" + body,
		"CR LF":           strings.ReplaceAll("a,b,claim_id\n"+body, "\n", "\r\n"),
		"byte order mark": "\ufeffa,b,claim_id\n" + body,
		"no last end":     "a,b,claim_id\n" + strings.TrimSuffix(body, "\n"),
		"empty lines":     "a,b,claim_id\n\n\r\n" + body + "\n\n",
	} {
		for how, r := range map[string]io.Reader{"at once": strings.NewReader(text), "byte by byte": iotest.OneByteReader(strings.NewReader(text))} {
			got, bad, err := readAll(r, header)
			if err != nil || len(bad) > 0 || !slices.EqualFunc(got, want, slices.Equal) {
				t.Errorf("%s, %s: %q %v %v", name, how, got, bad, err)
			}
		}
	}
}

func TestReader_goesOnAfterABadLine(t *testing.T) {
	long := strings.Repeat("é", 40_000)
	text := "a,b,claim_id\n1,2\n1,2,C\n\"1,2,C\n1\"2,3,C\n\"1\"2,3,C\n\xff,2,C\n" + long + "\n1,2,3,C\né,\"x\",D,\"\n1,2,E\n" + long
	records, bad, err := readAll(strings.NewReader(text), header)
	if err != nil || !slices.EqualFunc(records, [][]string{{"1", "2", "C", ""}, {"1", "2", "E", ""}}, slices.Equal) {
		t.Fatalf("%q %v", records, err)
	}
	type at struct {
		line, column int
		claim        string
		expected     string
	}
	var got []at
	for _, e := range bad {
		got = append(got, at{e.Line, e.Column, e.ClaimID, e.Expected})
		if e.File != "x.csv" || !utf8.ValidString(e.Raw) {
			t.Errorf("%+v", e)
		}
	}
	want := []at{
		{2, 4, "", "3 fields (a,b,claim_id), not 2"},
		{4, 1, "", "a closing quotation mark on the same line"},
		{5, 1, "", "a field with a quotation mark wholly in quotation marks, and the mark inside written twice"},
		{6, 1, "", "a comma after the closing quotation mark"},
		{7, 1, "C", "text in UTF-8"},
		{8, 1, "", "a line of at most 65536 bytes"},
		{9, 7, "3", "3 fields (a,b,claim_id), not 4"},
		{10, 9, "D", "a closing quotation mark on the same line"},
		{12, 1, "", "a line of at most 65536 bytes"},
	}
	if !slices.Equal(got, want) {
		t.Errorf("\n%v\nexpected\n%v", got, want)
	}
}

// A field is named with the character it begins at, also after quoted fields and
// letters of several bytes.
func TestReader_namesAField(t *testing.T) {
	c, err := claimcsv.NewReader("x.csv", strings.NewReader("a,b,claim_id\n\"å\"\"ä\",ö,C\n"), header)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Next(); err != nil {
		t.Fatal(err)
	}
	if c.Line() != 2 || c.Raw() != `"å""ä",ö,C` || c.BytesRead() != int64(len("a,b,claim_id\n\"å\"\"ä\",ö,C\n")) {
		t.Errorf("line %d, %q, %d bytes", c.Line(), c.Raw(), c.BytesRead())
	}
	for field, want := range []string{`x.csv:2:1: a is "å\"ä"; expected e`, `x.csv:2:8: b is "ö"; expected e`, `x.csv:2:10: claim_id is "C"; expected e`} {
		if got := c.Bad(field, "e").Error(); got != want {
			t.Errorf("%s; expected %s", got, want)
		}
	}
}

// A file may end with the column of details; then every line has it, and it is
// named like any other.
func TestReader_readsDetails(t *testing.T) {
	text := "a,b,claim_id,details\n1,2,C,x=1 y=å%20ä\n1,2,C,\n1,2,D\n1,2,E,\"z=1, 2\",\n1,2,F,\"z=1, 2\"\n"
	c, err := claimcsv.NewReader("x.csv", strings.NewReader(text), header)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for {
		fields, err := c.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			got = append(got, err.Error())
			continue
		}
		got = append(got, c.Bad(3, "e").Error())
		if len(fields) != 4 || fields[2] == "" {
			t.Errorf("line %d: %q", c.Line(), fields)
		}
	}
	want := []string{
		`x.csv:2:7: details is "x=1 y=å%20ä"; expected e`,
		`x.csv:3:7: details is ""; expected e`,
		`x.csv:4:6: found "1,2,D"; expected 4 fields (a,b,claim_id,details), not 3`,
		`x.csv:5:16: found "1,2,E,\"z=1, 2\","; expected 4 fields (a,b,claim_id,details), not 5`,
		`x.csv:6:7: details is "z=1, 2"; expected e`,
	}
	if !slices.Equal(got, want) {
		t.Errorf("%s\nexpected\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// The headers of the package are not changed by the column added to them.
func TestWithDetails_leavesTheHeaderAlone(t *testing.T) {
	roomy := make([]string, 3, 8)
	copy(roomy, header)
	one, other := claimcsv.WithDetails(roomy), claimcsv.WithDetails(roomy)
	one[3] = "x"
	if other[3] != claimcsv.Details || len(roomy) != 3 || !slices.Equal(claimcsv.WithDetails(claimcsv.ClaimHeader)[:7], claimcsv.ClaimHeader) {
		t.Errorf("%q %q", one, other)
	}
}

func TestReader_wantsItsHeader(t *testing.T) {
	for text, want := range map[string]string{
		"":                            `x.csv:1:1: found ""; expected the header a,b,claim_id, with or without a last column details`,
		"\n1,2,3\n":                   `x.csv:1:1: found ""; expected the header a,b,claim_id, with or without a last column details`,
		"a;b;claim_id\n":              `x.csv:1:1: found "a;b;claim_id"; expected the header a,b,claim_id, with or without a last column details (the fields are separated by commas, not semicolons)`,
		"details\n":                   `x.csv:1:1: found "details"; expected the header a,b,claim_id, with or without a last column details`,
		"a,b,details,claim_id\n":      `x.csv:1:1: found "a,b,details,claim_id"; expected the header a,b,claim_id, with or without a last column details`,
		"a,b,claim_id,details,\n":     `x.csv:1:1: found "a,b,claim_id,details,"; expected the header a,b,claim_id, with or without a last column details`,
		"a,b,claim_id,d\n":            `x.csv:1:1: found "a,b,claim_id,d"; expected the header a,b,claim_id, with or without a last column details`,
		"\xff\xfea\x00,\x00":          `x.csv:1:1: found "\xff\xfea\x00,\x00"; expected the header a,b,claim_id, with or without a last column details (the file seems to be in UTF-16; save it as UTF-8)`,
		strings.Repeat("a", 90):       `x.csv:1:1: found "` + strings.Repeat("a", 80) + `…"; expected the header a,b,claim_id, with or without a last column details`,
		strings.Repeat("a", 70_000):   `x.csv:1:1: found "` + strings.Repeat("a", 80) + `"; expected a line of at most 65536 bytes`,
		"\ufeff\ufeffa,b,claim_id\n1": `x.csv:1:1: found "\ufeffa,b,claim_id"; expected the header a,b,claim_id, with or without a last column details`,
	} {
		_, _, err := readAll(strings.NewReader(text), header)
		if err == nil || err.Error() != want {
			t.Errorf("%v\nexpected %s", err, want)
		}
	}
}

// A failing disk is no end of file.
func TestReader_passesErrorsOn(t *testing.T) {
	broken := errors.New("broken")
	for _, text := range []string{"", "a,b,cl", "a,b,claim_id\n1,2,C\n1,2"} {
		_, _, err := readAll(io.MultiReader(strings.NewReader(text), iotest.ErrReader(broken)), header)
		if !errors.Is(err, broken) {
			t.Errorf("after %q: %v", text, err)
		}
	}
}

func TestWriter_refusesWhatTheFormatCannotCarry(t *testing.T) {
	for _, field := range []string{"a\nb", "\r", "\n"} {
		w := claimcsv.NewWriter(io.Discard, header)
		w.Write("1", field, "C")
		w.Write("2", "3", "C")
		if err := w.Flush(); err == nil || !strings.Contains(err.Error(), "line end") {
			t.Errorf("%q: %v", field, err)
		}
	}
	w := claimcsv.NewWriter(brokenWriter{}, header)
	w.Write(strings.Repeat("x", 1<<17))
	if err := w.Flush(); err == nil {
		t.Error("a failing disk was not told")
	}
}

type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, errors.New("broken") }

// What is written is read back, by this reader and by the standard library's,
// with the column of details and without it.
func TestWriter_isReadBack(t *testing.T) {
	field := rapid.StringOf(rapid.OneOf(rapid.RuneFrom([]rune(`",;aåé'€ `+"\t")), rapid.Rune().Filter(func(r rune) bool { return r != '\r' && r != '\n' })))
	rapid.Check(t, func(t *rapid.T) {
		header := header[:rapid.IntRange(1, 3).Draw(t, "fields")]
		inFile := header
		if rapid.Bool().Draw(t, "with details") {
			inFile = claimcsv.WithDetails(header)
		}
		records := rapid.SliceOf(rapid.SliceOfN(field, len(inFile), len(inFile))).Draw(t, "records")
		var b bytes.Buffer
		w := claimcsv.NewWriter(&b, inFile)
		for _, r := range records {
			w.Write(r...)
		}
		if err := w.Flush(); err != nil {
			t.Fatal(err)
		}
		got, bad, err := readAll(bytes.NewReader(b.Bytes()), header)
		if err != nil || len(bad) > 0 || !slices.EqualFunc(got, records, func(g, r []string) bool { return alike(g, r, header) }) {
			t.Fatalf("%q: %q %v %v", records, got, bad, err)
		}
		other, err := csv.NewReader(bytes.NewReader(b.Bytes())).ReadAll()
		if err != nil || !slices.EqualFunc(other[1:], records, slices.Equal) {
			t.Fatalf("%q: the standard library reads %q %v", records, other, err)
		}
	})
}

// alike reports whether a record read is the one written: of a file without
// details it has a last field more, which is empty.
func alike(got, written, header []string) bool {
	if len(written) == len(header) {
		written = append(slices.Clone(written), "")
	}
	return slices.Equal(got, written)
}

// FuzzReader holds the reader against the standard library's: what both read
// they read alike, and what ours refuses it refuses with a place, in a file with
// details and in one without.
func FuzzReader(f *testing.F) {
	for _, s := range []string{"1,2,C", `"1,","2""",`, `"1`, `1"2,3,C`, ",,", "1,2", "å,\"\",\ufeff", "\xff,2,C", "1,2,C\r", `"1"2,3,C`, " \"1\",2,3", "#,2,3", `"",,""`, "\"1\",\"2\",\"C\"\n\n3,4,D"} {
		f.Add(s, false)
		f.Add(s, true)
		f.Add(s+",a=1 b=2", true)
	}
	f.Fuzz(func(t *testing.T, body string, details bool) {
		inFile := header
		if details {
			inFile = claimcsv.WithDetails(header)
		}
		text := strings.Join(inFile, ",") + "\n" + body
		records, bad, err := readAll(strings.NewReader(text), header)
		if err != nil {
			t.Fatalf("%q: %v", body, err)
		}
		lines := strings.Count(text, "\n") + 1
		for _, e := range bad {
			if e.Line < 2 || e.Line > lines || e.Column < 1 || e.Expected == "" || e.File != "x.csv" || e.Error() == "" || !utf8.ValidString(e.Raw) {
				t.Fatalf("%q: %+v", body, e)
			}
		}
		// A record of one line without a bare CR means the same to both.
		if strings.ContainsAny(body, "\r\n") || !utf8.ValidString(body) || len(body) > 60_000 || body == "" {
			return
		}
		std := csv.NewReader(strings.NewReader(body))
		std.FieldsPerRecord = len(inFile)
		want, err := std.Read()
		switch {
		case err == nil && (len(records) != 1 || len(bad) != 0 || !alike(records[0], want, header)):
			t.Fatalf("%q: %q %v; the standard library reads %q", body, records, bad, want)
		case err != nil && (len(records) != 0 || len(bad) != 1):
			t.Fatalf("%q: read as %q; the standard library says %v", body, records, err)
		}
	})
}
