package report

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"html/template"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"balans/law/calendar"
	"balans/steer/indicator"

	_ "embed"
)

// Formats lists what a report can be written as.
func Formats() []string { return []string{"text", "json", "csv", "xlsx", "html"} }

// Write writes the report in one of Formats.
func (r *Recovery) Write(w io.Writer, format string, l Language) error {
	switch format {
	case "text":
		return r.writeText(w, l)
	case "json":
		return r.writeJSON(w)
	case "csv":
		return r.writeCSV(w, l)
	case "xlsx":
		return r.writeXLSX(w, l)
	case "html":
		return r.writeHTML(w, l)
	}
	return fmt.Errorf("there is no format %q; the formats are %s", format, strings.Join(Formats(), ", "))
}

// parts lists the whole, then each benefit.
func (r *Recovery) parts() []*Part {
	parts := []*Part{&r.Total}
	for i := range r.Benefits {
		parts = append(parts, &r.Benefits[i])
	}
	return parts
}

// title names a part.
func (p *Part) title(l Language) string {
	if !p.Benefit.IsKnown() {
		return l.text("Samtliga förmåner", "All benefits")
	}
	return l.text(p.Benefit.NameSv(), p.Benefit.NameEn())
}

// KnownText is the instant as people write it: the day alone when it means all
// that was known at the end of that day.
func KnownText(i calendar.Instant) string {
	if d := i.Date(); calendar.EndOfDay(d) == i {
		return d.String()
	}
	return i.String()
}

// heading says what the report shows, in one line.
func (r *Recovery) heading(l Language) string {
	return fmt.Sprintf(l.text("Återkrav och fordringar per %s, enligt vad som var känt %s", "Repayment claims as of %s, as known at %s"), r.AsOf, KnownText(r.KnownAt))
}

// Caution is a sentence for a report that describes days after all it knows of,
// or "".
func (r *Recovery) Caution(l Language) string {
	if known := r.KnownAt.Date(); known < r.AsOf {
		return fmt.Sprintf(l.text("Rapporten bygger på vad som var känt %s och räknar inget som hände senare; åldrar räknas till %s.",
			"The report rests on what was known on %s and counts nothing that happened later; ages run to %s."), known, r.AsOf)
	}
	return ""
}

// parametersLine records the readings in force.
func (r *Recovery) parametersLine(l Language) string {
	var words []string
	for _, p := range indicator.Parameters() {
		o := r.Choice.Option(&p)
		words = append(words, p.ID+" "+l.text(o.Sv, o.En))
	}
	return l.text("Tolkningar: ", "Readings: ") + strings.Join(words, "; ")
}

func (r *Recovery) writeText(w io.Writer, l Language) error {
	var b strings.Builder
	b.WriteString(r.heading(l) + "\n")
	for _, caution := range []string{r.Caution(l), r.HiddenNote(l)} {
		if caution != "" {
			b.WriteString(caution + "\n")
		}
	}
	for _, p := range r.parts() {
		if len(r.Benefits) > 0 {
			b.WriteString("\n== " + p.title(l) + " ==\n")
		}
		for _, t := range r.Tables(p, l) {
			t.writeText(&b)
		}
	}
	b.WriteString("\n" + r.parametersLine(l) + "\n")
	_, err := io.WriteString(w, b.String())
	return err
}

func (t *Table) writeText(b *strings.Builder) {
	widths := []int{utf8.RuneCountInString(t.Corner)}
	for _, r := range t.Rows {
		widths[0] = max(widths[0], utf8.RuneCountInString(r.label()))
	}
	for i, c := range t.Columns {
		width := utf8.RuneCountInString(c)
		for _, r := range t.Rows {
			width = max(width, utf8.RuneCountInString(r.Values[i].Text()))
		}
		widths = append(widths, width)
	}
	b.WriteString("\n" + t.Title + "\n")
	b.WriteString(pad(t.Corner, -widths[0]))
	for i, c := range t.Columns {
		b.WriteString("  " + pad(c, widths[i+1]))
	}
	b.WriteByte('\n')
	for _, r := range t.Rows {
		b.WriteString(pad(r.label(), -widths[0]))
		for i, v := range r.Values {
			b.WriteString("  " + pad(strings.ReplaceAll(v.Text(), "\u00a0", " "), widths[i+1]))
		}
		b.WriteByte('\n')
	}
	if t.Note != "" {
		b.WriteString(t.Note + "\n")
	}
}

func (r Row) label() string {
	if r.Part {
		return "  " + r.Label
	}
	return r.Label
}

// pad fills to the width; a negative width fills on the right.
func pad(s string, width int) string {
	if width < 0 {
		return s + strings.Repeat(" ", max(0, -width-utf8.RuneCountInString(s)))
	}
	return strings.Repeat(" ", max(0, width-utf8.RuneCountInString(s))) + s
}

// writeCSV writes one line a cell: for other programs and for checking.
func (r *Recovery) writeCSV(w io.Writer, l Language) error {
	out := csv.NewWriter(w)
	if err := out.Write([]string{"as_of", "known_at", "benefit", "table", "row", "column", "unit", "shown", "exact", "figure"}); err != nil {
		return err
	}
	for _, p := range r.parts() {
		code := ""
		if p.Benefit.IsKnown() {
			code = p.Benefit.String()
		}
		for _, t := range r.Tables(p, l) {
			for _, row := range t.Rows {
				for i, v := range row.Values {
					if v.Blank {
						continue
					}
					shown, exact := strconv.FormatInt(v.Shown, 10), strconv.FormatInt(v.Exact, 10)
					if v.Unit == Percent {
						exact = ""
					}
					if v.Hidden {
						shown, exact = v.Text(), ""
					}
					if err := out.Write([]string{r.AsOf.String(), KnownText(r.KnownAt), code, t.ID, row.Label, t.Columns[i],
						string(v.Unit), shown, exact, v.Figure}); err != nil {
						return err
					}
				}
			}
		}
	}
	if note := r.HiddenNote(l); note != "" {
		if err := out.Write([]string{r.AsOf.String(), KnownText(r.KnownAt), "", "note", note, "", "", "", "", ""}); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

//go:embed recovery.html
var htmlText string

var htmlTemplate = template.Must(template.New("recovery").Parse(htmlText))

// writeHTML writes a document that stands alone: no script, no request.
func (r *Recovery) writeHTML(w io.Writer, l Language) error {
	type section struct {
		Title  string
		Tables []Table
	}
	view := struct {
		Lang, Title, Parameters string
		Cautions                []string
		Sections                []section
	}{Lang: string(l), Title: r.heading(l), Cautions: []string{r.Caution(l), r.HiddenNote(l)}, Parameters: r.parametersLine(l)}
	for _, p := range r.parts() {
		view.Sections = append(view.Sections, section{p.title(l), r.Tables(p, l)})
	}
	return htmlTemplate.Execute(w, view)
}

// The JSON form; amounts in öre. A hidden number is null.
type (
	jsonCell struct {
		Count     *int64 `json:"count"` // null: hidden
		AmountOre *int64 `json:"amount_ore"`
	}
	jsonColumn struct {
		Column string `json:"column"`
		jsonCell
	}
	jsonStock struct {
		Column            string   `json:"column"`
		Old               jsonCell `json:"old"`
		OldAtKFM          jsonCell `json:"old_at_kfm"`
		OldNearLimitation jsonCell `json:"old_near_limitation"`
		New               jsonCell `json:"new"`
		NewNotServed      jsonCell `json:"new_not_served"`
		NewNearLimitation jsonCell `json:"new_near_limitation"`
	}
	jsonPart struct {
		Benefit  string       `json:"benefit,omitempty"`
		Decided  []jsonColumn `json:"decided"`
		Stock    []jsonStock  `json:"stock"`
		Referred []jsonColumn `json:"referred"`
		Recalled []jsonColumn `json:"recalled"`
	}
	jsonReport struct {
		AsOf    string `json:"as_of"`
		KnownAt string `json:"known_at"`
		jsonPart
		Balanced   bool              `json:"balanced"`
		Parameters map[string]string `json:"parameters"`
		// HiddenBelow: counts by benefit from 1 up to but not including it are null.
		HiddenBelow int64      `json:"hidden_below,omitempty"`
		ByBenefit   []jsonPart `json:"by_benefit,omitempty"`
	}
)

func (r *Recovery) writeJSON(w io.Writer) error {
	out := jsonReport{AsOf: r.AsOf.String(), KnownAt: KnownText(r.KnownAt), jsonPart: r.jsonPart(&r.Total), Balanced: r.Balanced(), Parameters: r.Choice.Words(), HiddenBelow: r.hiddenBelow}
	for i := range r.Benefits {
		out.ByBenefit = append(out.ByBenefit, r.jsonPart(&r.Benefits[i]))
	}
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	return enc.Encode(out)
}

func (r *Recovery) jsonPart(p *Part) jsonPart {
	var out jsonPart
	if p.Benefit.IsKnown() {
		out.Benefit = p.Benefit.String()
	}
	for i, c := range r.Columns {
		s := &p.Stock[i]
		cell := func(figure string, c indicator.Cell) jsonCell {
			if r.hides(p, figure, i) {
				return jsonCell{}
			}
			amount := int64(c.Amount)
			return jsonCell{&c.Count, &amount}
		}
		out.Decided = append(out.Decided, jsonColumn{c.Label(), cell("decided", p.Decided[i])})
		out.Referred = append(out.Referred, jsonColumn{c.Label(), cell("referred", p.Referred[i])})
		out.Recalled = append(out.Recalled, jsonColumn{c.Label(), cell("returned", p.Returned[i])})
		out.Stock = append(out.Stock, jsonStock{c.Label(), cell("old", s.Old), cell("old_at_kfm", s.OldAtKFM), cell("old_near_limitation", s.OldNearLimitation),
			cell("new", s.New), cell("new_not_served", s.NewNotServed), cell("new_near_limitation", s.NewNearLimitation)})
	}
	return out
}
