package appropriation

import (
	"fmt"
	"strings"
)

// Changed is a voucher that is booked with other rows than a file has.
type Changed struct {
	Line    int // of the file
	Voucher string
	Added   []Entry   // rows of the file that are not booked
	Gone    []Booking // rows that are booked and not in the file
}

// String tells the difference.
func (c *Changed) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "voucher %s", c.Voucher)
	for i := range c.Gone {
		fmt.Fprintf(&b, "; booked and not in the file: %s (%q, event %d)", contentText(&c.Gone[i].Entry), c.Gone[i].Text, c.Gone[i].Seq)
	}
	for i := range c.Added {
		fmt.Fprintf(&b, "; in the file and not booked: %s (%q)", contentText(&c.Added[i]), c.Added[i].Text)
	}
	return b.String()
}

// ChangedError is that vouchers of a file are booked with other rows. A voucher that is
// booked does not change: what is to be otherwise is booked under a voucher of its own.
type ChangedError struct {
	File     string
	Vouchers []Changed
}

func (e *ChangedError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: nothing was booked; vouchers that are booked with other rows: %d. Leave them out (--leave-out) and book what differs from a file of bookings; "+
		"rows that came to a voucher whose other rows are all booked can be booked with --more and the reason", e.File, len(e.Vouchers))
	for i := range e.Vouchers[:min(len(e.Vouchers), mostTold)] {
		fmt.Fprintf(&b, "\n%s:%d: %s", e.File, e.Vouchers[i].Line, e.Vouchers[i].String())
	}
	if more := len(e.Vouchers) - mostTold; more > 0 {
		fmt.Fprintf(&b, "\nand %d more", more)
	}
	return b.String()
}

// Against holds the vouchers of the file against those that are booked. The entries it
// gives are those of new vouchers, and those of booked ones under the ids they were booked
// with, whatever order their rows have. A voucher whose rows are not those that are booked
// is changed, and none of its entries is given; but with more, rows that were added to one
// whose booked rows are all in the file are.
func (s *SIEEntries) Against(f *Facts, more bool) (entries []Entry, changed []Changed) {
	booked := map[voucherKey][]Booking{}
	for _, b := range f.Bookings {
		for _, name := range mayBeOf(b.Voucher) {
			key := voucherKey{b.Day.Year(), name}
			booked[key] = append(booked[key], b)
		}
	}
	for _, v := range s.vouchers {
		own := append([]Entry(nil), s.Entries[v.from:v.to]...)
		years := map[int]bool{v.date.Year(): true}
		for i := range own {
			years[own[i].Day.Year()] = true
		}
		var have []Booking
		for number := range years {
			have = append(have, booked[voucherKey{number, v.name}]...)
		}
		c, fresh := counterparts(own, have)
		switch {
		case len(have) == 0 || len(c.Added)+len(c.Gone) == 0:
			entries = append(entries, own...)
		case len(c.Gone) == 0 && more:
			renumber(own, fresh, have)
			entries = append(entries, own...)
		default:
			c.Line, c.Voucher = v.line, v.name
			changed = append(changed, c)
		}
	}
	return entries, changed
}

// counterparts gives the entries that are booked the ids they were booked with, and tells
// which entries (fresh is their places) and bookings have no counterpart.
func counterparts(own []Entry, have []Booking) (c Changed, fresh []int) {
	used := make([]bool, len(have))
	for i := range own {
		found := false
		for k := range have {
			b := have[k].Entry
			id := b.Voucher
			b.Voucher = own[i].Voucher
			if !used[k] && sameContent(b, own[i]) {
				own[i].Voucher, used[k], found = id, true, true
				break
			}
		}
		if !found {
			c.Added, fresh = append(c.Added, own[i]), append(fresh, i)
		}
	}
	for k := range have {
		if !used[k] {
			c.Gone = append(c.Gone, have[k])
		}
	}
	return c, fresh
}

// renumber gives fresh entries whose id is taken a number of their own.
func renumber(own []Entry, fresh []int, have []Booking) {
	taken := map[string]bool{}
	for k := range have {
		taken[have[k].Voucher] = true
	}
	for _, i := range fresh {
		id := own[i].Voucher
		if at := strings.LastIndexByte(id, '#'); at > 0 && strings.Trim(id[at+1:], "0123456789") == "" {
			id = id[:at]
		}
		for n := 1; taken[own[i].Voucher]; n++ {
			own[i].Voucher = numbered(id, n)
		}
		taken[own[i].Voucher] = true
	}
}

// mayBeOf is the vouchers a booked row may be of: what stands before a slash that an
// account follows.
func mayBeOf(id string) (names []string) {
	for i := range len(id) {
		if id[i] != '/' {
			continue
		}
		if account, _, _ := strings.Cut(id[i+1:], "{"); !strings.Contains(account, "/") {
			names = append(names, id[:i])
		}
	}
	return names
}
