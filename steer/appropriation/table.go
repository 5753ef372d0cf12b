package appropriation

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"balans/law/money"
	"balans/steer/report"
)

// Table is an account laid out for reading: pages, text, CSV and JSON are made from it.
type Table struct {
	ID      string
	Title   string
	Columns []TableColumn
	Rows    []TableRow
	Notes   []string
}

// TableColumn is a column with its name in files and its heading.
type TableColumn struct{ ID, Heading string }

// TableRow is a row with one cell for each column. Rank sets items in under their sums.
type TableRow struct {
	Label string
	Name  string
	Rank  Rank
	Cells []Cell
}

// Cell is a figure, or else a text. An empty text with an unknown figure that is not
// wanted there is written as nothing.
type Cell struct {
	Figure Figure
	Text   string
	Plain  bool // the text is the cell
}

func figures(all ...Figure) (cells []Cell) {
	for _, f := range all {
		cells = append(cells, Cell{Figure: f})
	}
	return cells
}

func text(s string) Cell { return Cell{Text: s, Plain: true} }

// Unit is what amounts are written in; they are always computed in öre.
type Unit string

// The units of tables.
const (
	Kronor    Unit = "kronor" // with öre where there are any
	Thousands Unit = "tkr"    // rounded half away from zero
)

// Text is an amount in the unit with a hard space between thousands.
func (u Unit) Text(a money.Amount) string {
	if u == Thousands {
		thousand := money.Kronor(1000)
		return money.Kronor(int64(a.RoundTo(thousand, money.HalfUp) / thousand)).Kronor()
	}
	return a.Kronor()
}

// CellText is a cell as it is shown. What is not known is said to be so.
func (u Unit) CellText(c Cell, l report.Language) string {
	switch {
	case c.Plain:
		return c.Text
	case !c.Figure.Known:
		return word(l, "okänt", "unknown")
	}
	return u.Text(c.Figure.Amount)
}

// word picks the language.
func word(l report.Language, sv, en string) string {
	if l == report.English {
		return en
	}
	return sv
}

// Formats lists what tables can be written as.
func Formats() []string { return []string{"text", "csv", "json"} }

// Write writes tables in one of Formats. CSV has amounts in kronor with a decimal comma and
// nothing for what is unknown; JSON has them in öre and null.
func Write(w io.Writer, format string, tables []Table, u Unit, l report.Language) error {
	switch format {
	case "text":
		return writeText(w, tables, u, l)
	case "csv":
		return writeCSV(w, tables)
	case "json":
		return writeJSON(w, tables)
	}
	return fmt.Errorf("there is no format %q; the formats are %s", format, strings.Join(Formats(), ", "))
}

func writeText(w io.Writer, tables []Table, u Unit, l report.Language) error {
	var b strings.Builder
	for i := range tables {
		if i > 0 {
			b.WriteByte('\n')
		}
		tables[i].writeText(&b, u, l)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (t *Table) writeText(b *strings.Builder, u Unit, l report.Language) {
	lines := [][]string{{""}}
	for _, c := range t.Columns {
		lines[0] = append(lines[0], c.Heading)
	}
	for _, r := range t.Rows {
		label := r.Label
		if r.Name != "" {
			label = strings.TrimSpace(label + "  " + r.Name)
		}
		line := []string{strings.Repeat("  ", max(0, int(r.Rank)-1)) + label}
		for _, c := range r.Cells {
			line = append(line, strings.ReplaceAll(u.CellText(c, l), "\u00a0", " "))
		}
		lines = append(lines, line)
	}
	widths := make([]int, len(lines[0]))
	for _, line := range lines {
		for i, s := range line {
			widths[i] = max(widths[i], utf8.RuneCountInString(s))
		}
	}
	b.WriteString(t.Title + word(l, ", belopp i ", ", amounts in ") + string(u) + "\n")
	for _, line := range lines {
		for i, s := range line {
			space := strings.Repeat(" ", widths[i]-utf8.RuneCountInString(s))
			switch {
			case i == 0:
				b.WriteString(s + space)
			case i < len(t.Columns) || len(line) > 1:
				b.WriteString("  " + space + s)
			}
		}
		b.WriteByte('\n')
	}
	for _, n := range t.Notes {
		b.WriteString(n + "\n")
	}
}

// writeCSV writes tables one after the other, each with its header. A text that a
// spreadsheet would take for a formula gets an apostrophe before it.
func writeCSV(w io.Writer, tables []Table) error {
	out := csv.NewWriter(w)
	out.Comma = ';'
	for _, t := range tables {
		header := []string{"table", "row", "name"}
		for _, c := range t.Columns {
			header = append(header, c.ID)
		}
		if err := out.Write(header); err != nil {
			return err
		}
		for _, r := range t.Rows {
			line := []string{t.ID, harmless(r.Label), harmless(r.Name)}
			for _, c := range r.Cells {
				switch {
				case c.Plain:
					line = append(line, harmless(c.Text))
				case c.Figure.Known:
					line = append(line, plainKronor(c.Figure.Amount))
				default:
					line = append(line, "")
				}
			}
			if err := out.Write(line); err != nil {
				return err
			}
		}
	}
	out.Flush()
	return out.Error()
}

func harmless(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t", rune(s[0])) {
		return "'" + s
	}
	return s
}

// plainKronor is an amount without spaces: -1234,50.
func plainKronor(a money.Amount) string {
	sign := ""
	n := uint64(a)
	if a < 0 {
		sign, n = "-", -n
	}
	return sign + strconv.FormatUint(n/100, 10) + "," + fmt.Sprintf("%02d", n%100)
}

func writeJSON(w io.Writer, tables []Table) error {
	type row struct {
		Label string         `json:"row"`
		Name  string         `json:"name,omitempty"`
		Cells map[string]any `json:"cells"` // öre, null for unknown, or a text
	}
	type table struct {
		ID    string   `json:"table"`
		Title string   `json:"title"`
		Rows  []row    `json:"rows"`
		Notes []string `json:"notes,omitempty"`
	}
	out := []table{}
	for _, t := range tables {
		o := table{ID: t.ID, Title: t.Title, Notes: t.Notes, Rows: []row{}}
		for _, r := range t.Rows {
			cells := map[string]any{}
			for i, c := range r.Cells {
				switch {
				case c.Plain:
					cells[t.Columns[i].ID] = c.Text
				case c.Figure.Known:
					cells[t.Columns[i].ID] = int64(c.Figure.Amount)
				default:
					cells[t.Columns[i].ID] = nil
				}
			}
			o.Rows = append(o.Rows, row{r.Label, r.Name, cells})
		}
		out = append(out, o)
	}
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(out)
}
