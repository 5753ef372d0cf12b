package staff

import (
	"fmt"
	"html/template"
	"strings"

	"balans/law/money"
	"balans/steer/appropriation"
)

// bookTable is a table of the pages on the books. The first column is Rows' Head.
type bookTable struct {
	ID, Title, Sub string
	Columns        []bookColumn
	Rows           []bookRow
	Notes          []string
}

type bookColumn struct {
	Text    string
	Numeric bool
}

type bookRow struct {
	ID, Class string
	Head      bookCell
	Cells     []bookCell
}

// bookCell is what a cell holds: a text, which may lead on, and what stands under it.
type bookCell struct {
	Text, Href, Says string
	Name             string        // Swedish words of the letter
	Sub              string        // small, in the language of the page
	Foreign          string        // small, English words on a Swedish page
	Bar              template.HTML // above the text
	Level, Badge     string
	Line             bookLink
	Plain            bool // to the left, as words are
}

// bookLink leads somewhere, mostly to a line of a letter.
type bookLink struct{ Href, Text string }

// columnsOf makes columns of the keys of their texts; # stands before one with numbers.
func columnsOf(t translate, keys ...string) (columns []bookColumn) {
	numeric := false
	for _, key := range keys {
		if key == "#" {
			numeric = true
			continue
		}
		columns, numeric = append(columns, bookColumn{t(key), numeric}), false
	}
	return columns
}

// amounts makes cells of figures in a unit.
func (t translate) amounts(u appropriation.Unit, figures ...appropriation.Figure) (cells []bookCell) {
	for _, f := range figures {
		cells = append(cells, bookCell{Text: t.sumOf(f, u)})
	}
	return cells
}

// plainCell is a cell of words.
func plainCell(text string) bookCell { return bookCell{Text: text, Plain: true} }

// The measures of a bar of use, in the units of its viewBox.
const (
	barWidth  = 200
	barHeight = 14
)

// usageBar draws how much of an amount is used; the last part of it is the credit. The
// same is told in words beside it, so the drawing is hidden from those who listen.
func usageBar(amount, used, credit appropriation.Figure) template.HTML {
	if !amount.Known || amount.Amount <= 0 && used.Amount <= 0 {
		return ""
	}
	whole := max(amount.Amount, used.Amount)
	at := func(a money.Amount) int64 {
		x, err := money.MulDiv(min(max(a, 0), whole), barWidth, int64(whole), money.HalfUp)
		if err != nil {
			return 0
		}
		return int64(x)
	}
	var b strings.Builder
	fmt.Fprintf(&b, `<svg class="usage" viewBox="0 0 %d %d" aria-hidden="true" focusable="false">`, barWidth, barHeight)
	fmt.Fprintf(&b, `<rect class="usage__frame" x="0.5" y="0.5" width="%d" height="%d"/>`, barWidth-1, barHeight-1)
	if credit.Known && credit.Amount > 0 && amount.Amount > 0 {
		from := at(amount.Amount - credit.Amount)
		fmt.Fprintf(&b, `<rect class="usage__credit" x="%d" y="1" width="%d" height="%d"/>`, from, at(amount.Amount)-from, barHeight-2)
	}
	fmt.Fprintf(&b, `<rect class="usage__used" x="0" y="3" width="%d" height="%d"/>`, at(min(used.Amount, amount.Amount)), barHeight-6)
	if used.Amount > amount.Amount {
		fmt.Fprintf(&b, `<rect class="usage__over" x="%d" y="0" width="%d" height="%d"/>`, at(amount.Amount), barWidth-at(amount.Amount), barHeight)
	}
	if edge := at(amount.Amount); edge < barWidth {
		fmt.Fprintf(&b, `<path class="usage__limit" d="M%d 0V%d"/>`, edge, barHeight)
	}
	b.WriteString(`</svg>`)
	return template.HTML(b.String())
}

// shareOf is used as a share of an amount, in per cent with one decimal; empty when there
// is none.
func (t translate) shareOf(used, amount appropriation.Figure) string {
	if !used.Known || !amount.Known || amount.Amount <= 0 {
		return ""
	}
	tenths, err := money.MulDiv(used.Amount, 1000, int64(amount.Amount), money.HalfUp)
	if err != nil {
		return ""
	}
	sign := ""
	if tenths < 0 {
		sign, tenths = "−", -tenths
	}
	return fmt.Sprintf("%s%s%s%d\u00a0%%", sign, number(int64(tenths/10)), t("books.comma"), tenths%10)
}

// level is how near a limit the use is, in words and with the badge of the words.
func (t translate) level(l appropriation.Level) (text, badge string) {
	switch l {
	case appropriation.OK:
		return t("level.ok"), "default"
	case appropriation.Warns:
		return t("level.warns"), "warning"
	case appropriation.AtLimit:
		return t("level.at"), "warning"
	case appropriation.Over:
		return t("level.over"), "error"
	}
	return t("level.unknown"), "info"
}
