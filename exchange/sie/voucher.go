package sie

import (
	"slices"
	"strconv"
	"strings"

	"balans/law/calendar"
	"balans/law/money"
)

// voucher reads #VER. The error is the taker's.
func (r *reader) voucher(fields []field) error {
	if err := r.abandon("a new voucher begins"); err != nil {
		return err
	}
	c := cells{r: r, label: "VER", fields: fields}
	v := &Voucher{Line: r.line, Series: c.text(0), Number: c.text(1), Date: calendar.None, Text: c.text(3), Registered: c.date(4, "registered"), Sign: c.text(5)}
	if strings.Trim(c.text(2), blanks) == "" {
		r.wrong("VER date", "it is missing")
	} else {
		v.Date = c.date(2, "date")
	}
	r.open, r.inside, r.bad = v, false, false
	if v.Date != calendar.None {
		if own := r.own(); !own.Contains(v.Date) {
			r.wrong("VER date", "%s is not in the financial year %s (#RAR 0)", v.Date, own)
		}
	}
	if v.Number == "" || v.Number == "0" { // not numbered yet, as in 4I
		return nil
	}
	anyDay, sameDay := number{v.Series, v.Number, calendar.None}, number{v.Series, v.Number, v.Date}
	if line, twice := r.seen[sameDay]; twice {
		r.wrong("VER number", "%s %s of %s stands on line %d too", v.Series, v.Number, v.Date, line)
	} else if line, twice := r.seen[anyDay]; twice {
		r.warn("VER number", "%s %s stands on line %d too, with another date", v.Series, v.Number, line)
	}
	for _, key := range []number{anyDay, sameDay} {
		if r.seen[key] == 0 {
			r.seen[key] = r.line
		}
	}
	return nil
}

func (r *reader) begin() {
	switch {
	case r.open == nil:
		r.wrong("{", "it stands after no #VER")
	case r.inside:
		r.wrong("{", "the voucher of line %d has its { already", r.open.Line)
	default:
		r.inside = true
	}
}

// end closes a voucher. The error is the taker's.
func (r *reader) end() error {
	if r.open == nil {
		r.wrong("}", "there is no voucher to end")
		return nil
	}
	if !r.inside {
		r.wrong("}", "the voucher of line %d has no {", r.open.Line)
	}
	return r.close()
}

// abandon closes a voucher that was not ended.
func (r *reader) abandon(why string) error {
	if r.open == nil {
		return nil
	}
	r.wrong("VER", "the voucher of line %d has no }, and %s", r.open.Line, why)
	r.bad = true
	return r.close()
}

// close checks the voucher's rows and gives it away.
func (r *reader) close() error {
	r.lonely()
	v := r.open
	r.open, r.inside = nil, false
	r.vouchers++
	var sum money.Amount
	var err error
	for _, row := range v.Rows {
		if sum, err = money.Add(sum, row.Amount); err != nil {
			r.problem(v.Line, false, "VER", "the sum of the rows is too large")
			r.bad = true
			break
		}
	}
	switch {
	case r.bad:
		r.spoiled = true
	case len(v.Rows) == 0:
		r.problem(v.Line, true, "VER", "the voucher has no rows")
	case sum != 0:
		r.problem(v.Line, false, "VER", "the rows add up to %s; expected 0", sum)
	}
	r.bad = false
	return r.take(*v)
}

// row reads #TRANS, #RTRANS and #BTRANS.
func (r *reader) row(label string, fields []field) {
	if r.open == nil || !r.inside {
		r.wrong(label, "the row stands outside a voucher; expected #VER and { before it")
		r.added, r.spoiled = nil, r.spoiled || label != "BTRANS"
		r.bad = r.bad || r.open != nil
		return
	}
	row, ok := r.readRow(cells{r: r, label: label, fields: fields})
	switch {
	case label == "BTRANS":
		if ok {
			r.open.Removed = append(r.open.Removed, row)
		}
		return
	case !ok:
		r.added, r.bad = nil, true
		return
	case label == "RTRANS":
		r.added = &row
		return
	}
	if r.added != nil {
		if a := r.added; a.Account == row.Account && a.Amount == row.Amount && slices.Equal(a.Objects, row.Objects) {
			row.Added, r.added = true, nil
			if row.Sign == "" {
				row.Sign = a.Sign
			}
		} else {
			r.lonely()
		}
	}
	r.count(row)
}

// lonely counts an added row that was not followed by its #TRANS.
func (r *reader) lonely() {
	if a := r.added; a != nil {
		r.added = nil
		r.problem(a.Line, true, "RTRANS", "no #TRANS with the same account, objects and amount follows, as the norm says; the row is counted by itself")
		a.Added = true
		r.count(*a)
	}
}

// count adds a row to the voucher and to the turnover of its account.
func (r *reader) count(row Row) {
	if own := r.own(); row.Date != calendar.None && row.Date != r.open.Date && !own.Contains(row.Date) {
		r.problem(row.Line, false, "TRANS date", "%s is not in the financial year %s (#RAR 0)", row.Date, own)
	}
	r.use("TRANS", row.Account, row.Line)
	sum, err := money.Add(r.turnover[row.Account], row.Amount)
	if err != nil {
		r.problem(row.Line, false, "TRANS amount", "the sum of account %s is too large", row.Account)
		r.spoiled = true
	}
	r.turnover[row.Account] = sum
	r.open.Rows = append(r.open.Rows, row)
}

// readRow reads the fields of a row; ok is false when it cannot be used.
func (r *reader) readRow(c cells) (row Row, ok bool) {
	row = Row{Line: r.line, Account: c.required(0, "account"), Date: c.date(3, "date"), Text: c.text(4), Quantity: c.text(5), Sign: c.text(6)}
	ok = row.Account != "" && (row.Date != calendar.None || strings.Trim(c.text(3), blanks) == "")
	if row.Date == calendar.None {
		row.Date = r.open.Date
	}
	if len(c.fields) < 2 || !c.fields[1].isList {
		r.wrong(c.label+" objects", "there is no list of objects; expected {} after the account")
		return row, false
	}
	list := c.fields[1].list
	if len(list)%2 != 0 {
		r.wrong(c.label+" objects", "%s is no list of dimension and object by turns", c.fields[1])
		return row, false
	}
	for pair := range slices.Chunk(list, 2) {
		dim, err := strconv.Atoi(pair[0])
		if err != nil || pair[1] == "" {
			r.wrong(c.label+" objects", "%s is no list of dimension and object by turns", c.fields[1])
			return row, false
		}
		row.Objects = append(row.Objects, Object{dim, pair[1]})
	}
	var read bool
	row.Amount, read = c.amount(2)
	return row, ok && read
}
