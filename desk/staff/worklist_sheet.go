package staff

import (
	"archive/zip"
	"bufio"
	"encoding/xml"
	"fmt"
	"io"
	"strconv"

	"balans/law/money"
)

// A workbook of one sheet, written row by row: a list can have some hundred
// thousand rows, which a whole workbook in memory would take a gigabyte for.
// The form is ECMA-376, part 1, with texts inline. Rows: the title, the names,
// then the claims. Cell styles: 1 is bold, 2 an amount.
const (
	sheetHead     = xml.Header + `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cols><col min="1" max="10" width="16" customWidth="1"/></cols><sheetData>`
	sheetTail     = `</sheetData></worksheet>`
	relationships = `xmlns="http://schemas.openxmlformats.org/package/2006/relationships"`
	officeType    = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	sheetType     = "application/vnd.openxmlformats-officedocument.spreadsheetml"
)

// workbookParts is everything around the sheet, in the order of the file.
var workbookParts = [][2]string{
	{"[Content_Types].xml", xml.Header + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>` +
		`<Override PartName="/xl/workbook.xml" ContentType="` + sheetType + `.sheet.main+xml"/>` +
		`<Override PartName="/xl/styles.xml" ContentType="` + sheetType + `.styles+xml"/>` +
		`<Override PartName="/xl/worksheets/sheet1.xml" ContentType="` + sheetType + `.worksheet+xml"/></Types>`},
	{"_rels/.rels", xml.Header + `<Relationships ` + relationships + `><Relationship Id="rId1" Type="` + officeType + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
	{"xl/workbook.xml", xml.Header + `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="` + officeType + `">` +
		`<sheets><sheet name="Balans" sheetId="1" r:id="rId1"/></sheets></workbook>`},
	{"xl/_rels/workbook.xml.rels", xml.Header + `<Relationships ` + relationships + `><Relationship Id="rId1" Type="` + officeType + `/worksheet" Target="worksheets/sheet1.xml"/>` +
		`<Relationship Id="rId2" Type="` + officeType + `/styles" Target="styles.xml"/></Relationships>`},
	{"xl/styles.xml", xml.Header + `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">` +
		`<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>` +
		`<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>` +
		`<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>` +
		`<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>` +
		`<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>` +
		`<xf numFmtId="4" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs></styleSheet>`},
}

// writeXLSX writes the workbook with amounts in kronor, to the öre.
func (t *sheetTable) writeXLSX(to io.Writer) error {
	z := zip.NewWriter(to)
	for _, p := range workbookParts {
		w, err := z.Create(p[0])
		if err != nil {
			return err
		}
		if _, err := io.WriteString(w, p[1]); err != nil {
			return err
		}
	}
	w, err := z.Create("xl/worksheets/sheet1.xml")
	if err != nil {
		return err
	}
	out := bufio.NewWriterSize(w, 1<<16)
	if err := t.writeSheet(out); err != nil {
		return err
	}
	if err := out.Flush(); err != nil {
		return err
	}
	return z.Close()
}

func (t *sheetTable) writeSheet(w *bufio.Writer) error {
	names := make([]any, len(t.names))
	for i, name := range t.names {
		names[i] = name
	}
	w.WriteString(sheetHead)
	for n := range len(t.rows) + 2 {
		w.WriteString("<row>")
		row, bold := names, ` s="1"`
		switch {
		case n == 0:
			row = []any{t.title}
		case n > 1:
			row, bold = t.rows[n-2], ""
		}
		for _, cell := range row {
			if err := writeCell(w, cell, bold); err != nil {
				return err
			}
		}
		w.WriteString("</row>")
	}
	_, err := w.WriteString(sheetTail)
	return err // a bufio.Writer remembers the first fault
}

func writeCell(w *bufio.Writer, cell any, style string) error {
	switch v := cell.(type) {
	case int:
		w.WriteString("<c" + style + "><v>" + strconv.Itoa(v) + "</v></c>")
	case money.Amount:
		w.WriteString(`<c s="2"><v>` + plainKronor(v) + "</v></c>")
	case string:
		w.WriteString("<c" + style + ` t="inlineStr"><is><t xml:space="preserve">`)
		if err := xml.EscapeText(w, []byte(v)); err != nil {
			return err
		}
		w.WriteString("</t></is></c>")
	default:
		return fmt.Errorf("a sheet holds no %T", cell)
	}
	return nil
}

// plainKronor is the amount as a decimal number: "-1234.05".
func plainKronor(a money.Amount) string {
	sign := ""
	if a < 0 {
		sign, a = "-", -a
	}
	return fmt.Sprintf("%s%d.%02d", sign, a/money.Krona, a%money.Krona)
}
