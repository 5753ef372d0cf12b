package assignment

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"balans/law/calendar"
)

// Formats lists what a list can be written as.
func Formats() []string { return []string{"text", "csv", "json"} }

// Write writes items in one of Formats: text for people, in a language; CSV and JSON with
// the names of this package, which do not depend on the language.
func Write(w io.Writer, items []Item, format string, l Language) error {
	switch format {
	case "text":
		return writeText(w, items, l)
	case "csv":
		return writeCSV(w, items)
	case "json":
		return writeJSON(w, items)
	}
	return fmt.Errorf("there is no format %q; the formats are %s", format, strings.Join(Formats(), ", "))
}

// Row is an item as it is written to JSON and CSV. Dates are YYYY-MM-DD; what is not known
// is left out.
type Row struct {
	Assignment  string   `json:"assignment"`
	Title       string   `json:"title"`
	State       State    `json:"state"`
	Origin      Origin   `json:"origin"`
	Ref         string   `json:"ref,omitempty"`
	Kind        string   `json:"kind,omitempty"`
	Date        string   `json:"date,omitempty"`
	Precision   string   `json:"precision,omitempty"`
	Was         string   `json:"was,omitempty"`
	Days        *int     `json:"days,omitempty"` // to the date; negative when it has passed
	Status      Status   `json:"status,omitempty"`
	Delivered   string   `json:"delivered,omitempty"`
	Diary       string   `json:"diary,omitempty"`
	To          []string `json:"to,omitempty"`
	With        []string `json:"with,omitempty"`
	By          string   `json:"by,omitempty"`
	Joint       bool     `json:"joint,omitempty"`
	Yearly      bool     `json:"yearly,omitempty"`
	NextBankDay string   `json:"next_bank_day,omitempty"`
	Unit        string   `json:"unit,omitempty"`
	Remind      string   `json:"remind,omitempty"` // whom
	Edition     string   `json:"edition"`
	Line        int      `json:"line"`
	// Relative is what the time hangs on when there is no date.
	Relative string `json:"relative,omitempty"`
}

// Row is the item as it is written.
func (i Item) Row() Row {
	e, d := i.Entry, i.Deadline
	row := Row{Assignment: e.ID, Title: line(e.Letter.Title), State: e.State, Origin: e.Origin, With: e.partnerNames(), Unit: e.Unit,
		Edition: e.Edition, Line: e.Letter.Line, To: e.Letter.To}
	row.Remind = reminded(i)
	if d == nil {
		return row
	}
	row.Ref, row.Kind, row.Status, row.To, row.By = d.Ref.String(), string(d.Letter.Kind), d.Status, d.To, d.By
	row.Joint, row.Yearly, row.Edition, row.Line, row.Relative = d.Letter.Joint, d.Letter.Yearly, d.Edition, d.Letter.Line, d.Letter.Relative
	if d.Date != calendar.None {
		days := d.Days
		row.Date, row.Precision, row.Days = d.Date.String(), string(d.Precision), &days
	}
	row.Was, row.NextBankDay = d.Was().String(), d.NextBankDay.String()
	if d.Delivery != nil {
		row.Delivered, row.Diary = d.Delivery.On.String(), d.Delivery.Diary
	}
	return row
}

func writeJSON(w io.Writer, items []Item) error {
	rows := make([]Row, len(items))
	for i := range items {
		rows[i] = items[i].Row()
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(rows)
}

var columns = []string{"assignment", "title", "state", "origin", "ref", "kind", "date", "precision", "was", "days", "status", "delivered", "diary",
	"to", "with", "by", "joint", "yearly", "next_bank_day", "unit", "remind", "edition", "line", "relative"}

func writeCSV(w io.Writer, items []Item) error {
	out := csv.NewWriter(w)
	if err := out.Write(columns); err != nil {
		return err
	}
	for _, i := range items {
		r := i.Row()
		days := ""
		if r.Days != nil {
			days = strconv.Itoa(*r.Days)
		}
		record := []string{r.Assignment, r.Title, string(r.State), string(r.Origin), r.Ref, r.Kind, r.Date, r.Precision, r.Was, days,
			string(r.Status), r.Delivered, r.Diary, strings.Join(r.To, "; "), strings.Join(r.With, "; "), r.By, yes(r.Joint), yes(r.Yearly),
			r.NextBankDay, r.Unit, r.Remind, r.Edition, strconv.Itoa(r.Line), r.Relative}
		for n, cell := range record {
			if columns[n] != "days" {
				record[n] = harmless(cell)
			}
		}
		if err := out.Write(record); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return ""
}

// harmless keeps a spreadsheet from taking words of a letter for a formula.
func harmless(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}

// longestTitle is where a title is cut in the text for people.
const longestTitle = 60

func writeText(w io.Writer, items []Item, l Language) error {
	table := [][]string{{l.text("Datum", "Date"), l.text("Dagar", "Days"), l.text("Läge", "Status"), l.text("Vad", "What"), l.text("Uppdrag", "Assignment"),
		l.text("Beteckning", "Reference"), l.text("Anmärkning", "Remark")}}
	for _, i := range items {
		table = append(table, i.cells(l))
	}
	widths := make([]int, len(table[0]))
	for _, row := range table {
		for n, cell := range row {
			widths[n] = max(widths[n], utf8.RuneCountInString(cell))
		}
	}
	var b strings.Builder
	for _, row := range table {
		var text strings.Builder
		for n, cell := range row {
			text.WriteString(cell + strings.Repeat(" ", widths[n]-utf8.RuneCountInString(cell)+2))
		}
		b.WriteString(strings.TrimRight(text.String(), " ") + "\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// cells is a line of the text for people.
func (i Item) cells(l Language) []string {
	title := line(i.Entry.Letter.Title)
	if runes := []rune(title); len(runes) > longestTitle {
		title = string(runes[:longestTitle-1]) + "…"
	}
	d := i.Deadline
	if d == nil {
		return []string{"", "", i.Entry.State.Text(l), "", title, i.Entry.ID, ""}
	}
	days := ""
	if d.Date != calendar.None {
		days = strconv.Itoa(d.Days)
	}
	return []string{d.When(l), days, d.Status.Text(l), KindText(d.Letter.Kind, l), title, d.Ref.String(), strings.Join(i.Remarks(l), "; ")}
}

// Remarks is what is to be said of an item beside its date and status.
func (i Item) Remarks(l Language) []string {
	d := i.Deadline
	if d == nil {
		return nil
	}
	var all []string
	add := func(is bool, sv, en string, args ...any) {
		if is {
			all = append(all, fmt.Sprintf(l.text(sv, en), args...))
		}
	}
	add(d.Letter.Joint, "gemensam", "joint")
	add(d.By != "", "lämnas av %s", "delivered by %s", d.By)
	add(d.Moved(), "flyttad från %s", "moved from %s", wasText(d, l))
	add(d.NextBankDay != calendar.None, "ingen bankdag, nästa är %s", "no bank day, the next is %s", d.NextBankDay)
	add(d.Letter.Inferred && !d.Letter.Yearly, "året är inte utskrivet", "the year is not printed")
	add(d.Delivery != nil && d.Delivery.Diary != "", "%s", "%s", deliveryDiary(d))
	add(i.Reminder != nil && i.Reminder.To != "", "påminn %s", "remind %s", reminded(i))
	return all
}

func wasText(d *Deadline, l Language) string {
	if d.Was() == calendar.None {
		return Undated.Text(l)
	}
	return d.Was().String()
}

func deliveryDiary(d *Deadline) string {
	if d.Delivery == nil {
		return ""
	}
	return d.Delivery.Diary
}

func reminded(i Item) string {
	if i.Reminder == nil {
		return ""
	}
	return i.Reminder.To
}
