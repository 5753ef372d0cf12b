package lettertext

import (
	"bytes"
	"strings"
)

// saveAs is what to do with a file that cannot be read.
const saveAs = "save the letter as text (UTF-8), HTML or PDF and give that file"

// signatures are how files begin that are no text.
var signatures = []struct{ begins, is string }{
	{"\x89PNG\r\n", "a picture (PNG)"},
	{"\xff\xd8\xff", "a picture (JPEG)"},
	{"GIF8", "a picture (GIF)"},
	{"II*\x00", "a picture (TIFF)"},
	{"MM\x00*", "a picture (TIFF)"},
	{"\xd0\xcf\x11\xe0", "a document of an older Word, Excel or Outlook"},
	{"{\\rtf", "a document in rich text format (RTF)"},
	{"\x1f\x8b", "a compressed file (gzip)"},
	{"7z\xbc\xaf", "a compressed file (7-Zip)"},
	{"Rar!", "a compressed file (RAR)"},
	{"\x7fELF", "a program"},
	{"MZ\x90", "a program"},
	{"SQLite format 3\x00", "a database (SQLite)"},
	{"\xff\xfe\x00\x00", "text in UTF-32"},
	{"\x00\x00\xfe\xff", "text in UTF-32"},
	{"%!PS", "a PostScript file"},
}

// inside tells what a zip file is by the name of a file in it.
var inside = []struct{ holds, is string }{
	{"word/", "a Word document (docx)"},
	{"xl/", "an Excel workbook (xlsx)"},
	{"ppt/", "a PowerPoint presentation (pptx)"},
	{"opendocument.text", "an OpenDocument text (odt)"},
	{"opendocument.", "an OpenDocument file"},
	{"application/epub", "an e-book (EPUB)"},
}

// refuse gives the error for a file that is known to be no text; nil for any other.
func refuse(name string, data []byte) error {
	is := ""
	switch {
	case bytes.HasPrefix(data, []byte("PK\x03\x04")), bytes.HasPrefix(data, []byte("PK\x05\x06")):
		is = "a compressed file (zip)"
		for _, in := range inside {
			if bytes.Contains(data, []byte(in.holds)) {
				is = in.is
				break
			}
		}
	case bitmap(data):
		is = "a picture (BMP)"
	default:
		for _, s := range signatures {
			if strings.HasPrefix(string(data[:min(len(data), 32)]), s.begins) {
				is = s.is
				break
			}
		}
	}
	if is == "" {
		return nil
	}
	return &FileError{name, "the file is no text that can be read but seems to be " + is, saveAs}
}

// bitmap tells a BMP picture from text that begins with BM: its header gives four
// bytes of zero at 6.
func bitmap(data []byte) bool {
	return len(data) > 26 && bytes.HasPrefix(data, []byte("BM")) && bytes.Equal(data[6:10], make([]byte, 4))
}
