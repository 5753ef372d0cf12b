package appropriation

import (
	"io"

	"balans/exchange/bookingcsv"
)

// ReadBookings reads entries from the neutral file of bookings (exchange/bookingcsv). The
// name stands in errors; a bad line is an error and nothing is given. What accounts and
// kinds mean is asked by Record.
func ReadBookings(name string, in io.Reader) ([]Entry, error) {
	r, err := bookingcsv.NewReader(name, in)
	if err != nil {
		return nil, err
	}
	var entries []Entry
	for b := range r.Records() {
		entries = append(entries, Entry{Voucher: b.Voucher, Day: b.Date, Account: Account(b.Account), Kind: Kind(b.Kind), Amount: b.Amount,
			Purpose: b.Purpose, Count: b.Count, Text: b.Text, Line: b.Line})
	}
	if err := r.Err(); err != nil {
		return nil, err
	}
	return entries, nil
}

// WriteBookings writes bookings in the same form, such as what the books hold of an
// account; it can be read in again.
func WriteBookings(w io.Writer, bookings []Booking) error {
	out := bookingcsv.NewWriter(w)
	for _, b := range bookings {
		out.Write(bookingcsv.Record{Voucher: b.Voucher, Date: b.Day, Account: string(b.Account), Kind: string(b.Kind), Amount: b.Amount,
			Purpose: b.Purpose, Count: b.Count, Text: b.Text})
	}
	return out.Flush()
}
