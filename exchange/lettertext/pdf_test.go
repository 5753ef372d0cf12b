package lettertext

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"balans/testenv/require"
)

// needPDF skips a test where pdftotext is not installed; in a complete run it fails.
func needPDF(t *testing.T) {
	t.Helper()
	if _, err := exec.LookPath(pdfProgram); err == nil {
		return
	}
	const missing = "pdftotext: install poppler-utils"
	if os.Getenv(require.EnvComplete) == "1" {
		t.Fatal(missing)
	}
	t.Skip(missing)
}

// letterPDF makes a PDF of pages, each of lines of Courier; a line is text at columns of
// characters, so that a run of spaces is a gap on the page.
func letterPDF(pages ...[]string) []byte {
	var out bytes.Buffer
	var at []int
	object := func(format string, args ...any) {
		at = append(at, out.Len())
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", len(at), fmt.Sprintf(format, args...))
	}
	out.WriteString("%PDF-1.4\n")
	kids := ""
	for i := range pages {
		kids += fmt.Sprintf("%d 0 R ", 4+2*i)
	}
	object("<< /Type /Catalog /Pages 2 0 R >>")
	object("<< /Type /Pages /Kids [%s] /Count %d >>", kids, len(pages))
	object("<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>")
	for i, lines := range pages {
		object("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents %d 0 R >>", 5+2*i)
		var text strings.Builder
		for y, line := range lines {
			for _, p := range parts(line) {
				safe := strings.NewReplacer(`\`, `\\`, "(", `\(`, ")", `\)`).Replace(as1252(p.text))
				fmt.Fprintf(&text, "BT /F1 8 Tf 1 0 0 1 %d %d Tm (%s) Tj ET\n", 40+p.start*5, 800-y*12, safe)
			}
		}
		object("<< /Length %d >>\nstream\n%s\nendstream", text.Len(), text.String())
	}
	start := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, offset := range at {
		fmt.Fprintf(&out, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(&out, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, start)
	return out.Bytes()
}

func TestRead_pdf(t *testing.T) {
	needPDF(t)
	d := read1(t, "letter.pdf", string(letterPDF(
		[]string{
			"Regleringsbrev för budgetåret 2025 avseende Exempelmyndigheten",
			"",
			"Myndigheten ska redovisa vad som har gjorts – och åter-",
			"rapportera det.",
			"",
			"Disponeras av Exempelmyndigheten                      8\u00a0471\u00a0184",
			"ap.1        Stöd till ”andra” (ram)                   8\u00a0471\u00a0000",
			"ap.2        Försök (ram)                                  184",
		},
		[]string{"Sida 2 (2)", "", "Inget mer."})))
	var got []string // how many empty lines there are depends on the version of the program
	for _, l := range d.Lines {
		if l.Text != "" {
			got = append(got, strings.ReplaceAll(l.Text, "\t", "|"))
		}
	}
	want := []string{
		"Regleringsbrev för budgetåret 2025 avseende Exempelmyndigheten",
		"Myndigheten ska redovisa vad som har gjorts – och åter-",
		"rapportera det.",
		"Disponeras av Exempelmyndigheten||8 471 184",
		"ap.1|Stöd till ”andra” (ram)|8 471 000",
		"ap.2|Försök (ram)|184",
		"Sida 2 (2)",
		"Inget mer.",
	}
	if !slices.Equal(got, want) || d.Form != PDF {
		t.Errorf("%s: got\n%s", d.Form, strings.Join(got, "\n"))
	}
	page2 := slices.IndexFunc(d.Lines, func(l Line) bool { return l.Text == "Sida 2 (2)" }) + 1
	if !slices.ContainsFunc(d.Mended, func(m Mended) bool { return m.Line == page2 && strings.Contains(m.What, "a page begins here") }) {
		t.Errorf("page 2 begins on line %d: %v", page2, d.Mended)
	}
}

func TestRead_pdfThatCannotBeRead(t *testing.T) {
	needPDF(t)
	for name, c := range map[string]struct {
		data []byte
		says string
	}{
		"broken":  {[]byte("%PDF-1.4\nnothing that follows is a PDF"), "pdftotext cannot read the PDF: "},
		"scanned": {letterPDF(nil), "probably scanned"},
	} {
		_, err := Read("letter.pdf", c.data)
		var file *FileError
		if !errors.As(err, &file) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestRead_pdfWithoutTheProgram(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	_, err := Read("letter.pdf", []byte("%PDF-1.4\n"))
	if err == nil || !strings.Contains(err.Error(), "apt-get install poppler-utils") {
		t.Error(err)
	}
}

func TestBounded(t *testing.T) {
	strict, loose := &bounded{limit: 4}, &bounded{limit: 4, drop: true}
	for _, b := range []*bounded{strict, loose} {
		b.Write([]byte("abc"))
		n, err := b.Write([]byte("def"))
		if b.kept.String() != "abcd" || !b.full || (err == nil) != b.drop || (n == 3) != b.drop {
			t.Errorf("%+v: %d, %v", b, n, err)
		}
	}
}
