package report

import (
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"
)

// writeXLSX writes one sheet a part with its tables below each other. Values are
// numbers: claims, per cent as a fraction, and amounts in million kronor with
// all their decimals, shown in whole millions.
func (r *Recovery) writeXLSX(w io.Writer, l Language) error {
	f := excelize.NewFile()
	defer f.Close()
	styles, err := newSheetStyles(f)
	if err != nil {
		return err
	}
	for i, p := range r.parts() {
		name := sheetName(p.title(l))
		if i == 0 {
			err = f.SetSheetName("Sheet1", name)
		} else {
			_, err = f.NewSheet(name)
		}
		if err != nil {
			return err
		}
		s := &sheet{f: f, name: name, styles: styles, row: 1}
		s.set(1, r.heading(l), styles.title)
		s.row += 2
		for _, t := range r.Tables(p, l) {
			s.table(&t)
		}
		s.set(1, r.parametersLine(l), 0)
		if note := r.HiddenNote(l); note != "" {
			s.row++
			s.set(1, note, 0)
		}
		if s.err == nil {
			s.err = f.SetColWidth(name, "A", "A", 48)
		}
		if s.err == nil {
			s.err = f.SetColWidth(name, "B", "G", 18)
		}
		if s.err != nil {
			return s.err
		}
	}
	return f.Write(w)
}

// sheetName is at most 31 characters without those Excel refuses.
func sheetName(title string) string {
	var out []rune
	for _, c := range title {
		switch c {
		case ':', '\\', '/', '?', '*', '[', ']':
			c = ' '
		}
		out = append(out, c)
	}
	return string(out[:min(31, len(out))])
}

type sheetStyles struct{ title, head, count, million, percent int }

func newSheetStyles(f *excelize.File) (s sheetStyles, err error) {
	whole, percent := "# ##0", "0%"
	for _, d := range []struct {
		id    *int
		style excelize.Style
	}{
		{&s.title, excelize.Style{Font: &excelize.Font{Bold: true, Size: 14}}},
		{&s.head, excelize.Style{Font: &excelize.Font{Bold: true}}},
		{&s.count, excelize.Style{CustomNumFmt: &whole}},
		{&s.million, excelize.Style{CustomNumFmt: &whole}},
		{&s.percent, excelize.Style{CustomNumFmt: &percent}},
	} {
		if *d.id, err = f.NewStyle(&d.style); err != nil {
			return s, err
		}
	}
	return s, nil
}

type sheet struct {
	f      *excelize.File
	name   string
	styles sheetStyles
	row    int
	err    error
}

func (s *sheet) set(column int, value any, style int) {
	if s.err != nil {
		return
	}
	var cell string
	if cell, s.err = excelize.CoordinatesToCellName(column, s.row); s.err != nil {
		return
	}
	if s.err = s.f.SetCellValue(s.name, cell, value); s.err == nil && style != 0 {
		s.err = s.f.SetCellStyle(s.name, cell, cell, style)
	}
}

func (s *sheet) table(t *Table) {
	s.set(1, t.Title, s.styles.head)
	s.row++
	s.set(1, t.Corner, s.styles.head)
	for i, c := range t.Columns {
		s.set(i+2, c, s.styles.head)
	}
	s.row++
	for _, r := range t.Rows {
		s.set(1, r.label(), 0)
		for i, v := range r.Values {
			s.value(i+2, v)
		}
		s.row++
	}
	if t.Note != "" {
		s.set(1, t.Note, 0)
		s.row++
	}
	s.row++
}

func (s *sheet) value(column int, v Value) {
	switch {
	case v.Hidden, v.Blank:
		s.set(column, v.Text(), 0)
	case v.Unit == Million:
		// A decimal text with the öre, so that no float is made here.
		s.number(column, decimal(v.Exact, 8) /* öre in a million kronor: 10^8 */, s.styles.million)
	case v.Unit == Percent:
		s.number(column, decimal(v.Shown, 2), s.styles.percent)
	default:
		s.set(column, v.Shown, s.styles.count)
	}
}

// number stores a number from its decimal text.
func (s *sheet) number(column int, text string, style int) {
	if s.err != nil {
		return
	}
	var cell string
	if cell, s.err = excelize.CoordinatesToCellName(column, s.row); s.err != nil {
		return
	}
	if s.err = s.f.SetCellDefault(s.name, cell, text); s.err == nil {
		s.err = s.f.SetCellStyle(s.name, cell, cell, style)
	}
}

// decimal writes v divided by ten to the power of places, exactly.
func decimal(v int64, places int) string {
	sign := ""
	if v < 0 {
		sign, v = "-", -v
	}
	text := fmt.Sprintf("%0*d", places+1, v)
	return sign + text[:len(text)-places] + "." + text[len(text)-places:]
}
