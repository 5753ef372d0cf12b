package appropriation

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"balans/exchange/sie"
	"balans/journal"
	"balans/law/calendar"
	"balans/law/money"
)

// SIEOptions of making entries of a SIE file.
type SIEOptions struct {
	// LeaveOut leaves out, and lists, rows that the mapping does not have and vouchers
	// that are booked with other rows. Otherwise they are errors.
	LeaveOut bool
	// Organisation is whose file it is, instead of what the mapping says. The vouchers of
	// another than the mapping's have its number before their own.
	Organisation string
}

// Unmapped is a row of a voucher that makes no entry.
type Unmapped struct {
	Line      int // of the SIE file
	Voucher   string
	Account   string
	Objects   []sie.Object
	Amount    money.Amount // debit above zero
	Knowingly bool         // a line of the mapping says so, or the amount is zero
	Why       string
}

// UnmappedError is that rows of a SIE file are not in the mapping.
type UnmappedError struct {
	File, Mapping string
	Rows          []Unmapped
}

func (e *UnmappedError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %d rows fit no single line of %s; add lines to it (the account - leaves rows out), or say that they are left out", e.File, len(e.Rows), e.Mapping)
	for _, r := range e.Rows[:min(len(e.Rows), mostTold)] {
		fmt.Fprintf(&b, "\n%s:%d: voucher %s, account %s %v, %s: %s", e.File, r.Line, r.Voucher, r.Account, r.Objects, r.Amount, r.Why)
	}
	if more := len(e.Rows) - mostTold; more > 0 {
		fmt.Fprintf(&b, "\nand %d more", more)
	}
	return b.String()
}

// SIEEntries is what the vouchers of a SIE file are as entries.
type SIEEntries struct {
	// Entries has a row's voucher and account, and its objects where it has any, as its
	// id: "A 17/5011{1:100}". Where the row stands in its voucher does not matter, nor what
	// other rows the voucher has; of several with the same account and objects the second
	// has "#2" after it.
	Entries []Entry
	Left    []Unmapped // rows that make no entry

	file     string
	vouchers []sieVoucher
}

// sieVoucher is a voucher and its entries, which stand together.
type sieVoucher struct {
	name     string
	line     int
	date     calendar.Date
	from, to int // of Entries
}

// Entries makes entries of the vouchers of a SIE file. A voucher is its series and number;
// one that has no number yet, as in files of type 4I, is its day and a digest of its text
// and rows, "unnumbered 2025-11-05 1a2b3c4d5e6f7081". What makes no entry is listed; unless
// it is to be left out, a row that fits no line is an *UnmappedError. A file with errors of
// its own, or of another organisation, is refused.
func (m *Mapping) Entries(f *sie.File, o SIEOptions) (*SIEEntries, error) {
	if err := f.Err(); err != nil {
		return nil, err
	}
	prefix, err := m.whose(f, o)
	if err != nil {
		return nil, err
	}
	s := &SIEEntries{file: f.Name}
	var unknown []Unmapped
	names := map[string]int{}
	for i := range f.Vouchers {
		v := &f.Vouchers[i]
		name := prefix + strings.TrimSpace(v.Series+" "+v.Number)
		if isUnnumbered(v) {
			name = prefix + unnumbered + v.Date.String() + " " + digestOf(v)
			if names[name]++; names[name] > 1 {
				name += fmt.Sprintf(" (%d)", names[name])
			}
		}
		unknown = append(unknown, m.voucher(s, v, name)...)
	}
	if len(unknown) > 0 && !o.LeaveOut {
		return nil, &UnmappedError{File: f.Name, Mapping: m.name, Rows: unknown}
	}
	s.Left = append(s.Left, unknown...)
	return s, nil
}

// voucher adds the entries of a voucher, and gives the rows that the mapping does not know.
func (m *Mapping) voucher(s *SIEEntries, v *sie.Voucher, name string) (unknown []Unmapped) {
	from := len(s.Entries)
	keys := map[string][]int{} // entries with the same account and objects
	for n := range v.Rows {
		r := &v.Rows[n]
		u := Unmapped{Line: r.Line, Voucher: name, Account: r.Account, Objects: r.Objects, Amount: r.Amount}
		l, why := m.find(r)
		switch {
		case r.Amount == 0:
			u.Knowingly, u.Why = true, "the amount is zero"
			s.Left = append(s.Left, u)
		case l == nil:
			u.Why = why
			unknown = append(unknown, u)
		case l.account == "":
			u.Knowingly, u.Why = true, fmt.Sprintf("left out by %s:%d", m.name, l.line)
			s.Left = append(s.Left, u)
		default:
			id := rowID(name, r)
			keys[id] = append(keys[id], len(s.Entries))
			s.Entries = append(s.Entries, l.entry(v, r, id))
		}
	}
	for id, same := range keys {
		// Equal rows are numbered by what they hold, so that their order does not matter.
		slices.SortStableFunc(same, func(a, b int) int {
			x, y := &s.Entries[a], &s.Entries[b]
			return cmp.Or(cmp.Compare(x.Amount, y.Amount), cmp.Compare(x.Kind, y.Kind), cmp.Compare(x.Day, y.Day), cmp.Compare(x.Text, y.Text))
		})
		for n, at := range same {
			s.Entries[at].Voucher = numbered(id, n+1)
		}
	}
	s.vouchers = append(s.vouchers, sieVoucher{name, v.Line, v.Date, from, len(s.Entries)})
	return unknown
}

// What the ids of vouchers without a number, and of another organisation's, begin with.
const (
	unnumbered = "unnumbered "
	foreign    = "org "
)

// isUnnumbered: the voucher is to get its number from the program that reads it.
func isUnnumbered(v *sie.Voucher) bool { return v.Number == "" || v.Number == "0" }

// Unnumbered counts the rows of vouchers without a number. Such a voucher is known by what
// it holds alone, so one that is equal to a booked one is taken for it.
func Unnumbered(entries []Entry) (n int) {
	for i := range entries {
		v := entries[i].Voucher
		if rest, ok := strings.CutPrefix(v, foreign); ok {
			_, v, _ = strings.Cut(rest, " ")
		}
		if strings.HasPrefix(v, unnumbered) {
			n++
		}
	}
	return n
}

func numbered(id string, n int) string {
	if n == 1 {
		return id
	}
	return fmt.Sprintf("%s#%d", id, n)
}

// rowID is a voucher's name with a row's account and objects; what has no place in an id
// is told by a digest.
func rowID(name string, r *sie.Row) string {
	key := r.Account
	if objects := objectsOf(r); objects != "" {
		key += "{" + objects + "}"
	}
	if strings.ContainsAny(r.Account, "/{#") || len(name)+len(key)+len("/#9999") > mostVoucher || !journal.Plain(key) || strings.TrimSpace(key) != key {
		key = digest(key)
	}
	return name + "/" + key
}

// objectsOf is a row's objects in one order.
func objectsOf(r *sie.Row) string {
	var all []string
	for _, o := range r.Objects {
		all = append(all, fmt.Sprintf("%d:%s", o.Dim, o.ID))
	}
	slices.Sort(all)
	return strings.Join(all, " ")
}

func digest(text string) string {
	h := sha256.Sum256([]byte(text))
	return hex.EncodeToString(h[:8])
}

// digestOf is a voucher without a number: its series, text and rows, in any order.
func digestOf(v *sie.Voucher) string {
	var rows []string
	for i := range v.Rows {
		if r := &v.Rows[i]; r.Amount != 0 {
			rows = append(rows, fmt.Sprintf("%q %q %d %s %q", r.Account, objectsOf(r), r.Amount, r.Date, r.Text))
		}
	}
	slices.Sort(rows)
	return digest(fmt.Sprintf("%q %q\n%s", v.Series, v.Text, strings.Join(rows, "\n")))
}
