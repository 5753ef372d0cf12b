package postfile

import (
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"balans/exchange/field"
	"balans/exchange/rows"
	"balans/law/calendar"
)

// Status is what became of a letter.
type Status string

// The statuses.
const (
	Delivered   Status = "delivered"   // posted, or in the mailbox
	Busy        Status = "busy"        // not now; try again
	Unreachable Status = "unreachable" // the recipient cannot be reached this way
	Refused     Status = "refused"     // the letter is not taken as it is
	Returned    Status = "returned"    // it came back in the post
)

// Statuses is every status.
var Statuses = []Status{Delivered, Busy, Unreachable, Refused, Returned}

// Receipt is one answer about one letter.
type Receipt struct {
	ID      string // the receiver's own
	Batch   string
	Letter  string
	Attempt int
	Status  Status
	On      calendar.Date
	Text    string
}

// ReceiptHeader is the columns of a file of receipts.
var ReceiptHeader = []string{"id", "batch", "letter", "attempt", "status", "on", "text"}

var isReceipt = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$`)

// IsReceiptID reports whether a text can be the id of a receipt.
func IsReceiptID(s string) bool { return isReceipt.MatchString(s) }

// IsName reports whether a text can be the name of a batch or the id of a letter.
func IsName(s string) bool { return isName.MatchString(s) }

// ReadReceipts reads a file of receipts. Those that can be used are given also when the error
// is a *rows.BadLines about others.
func ReadReceipts(file string, in io.Reader) ([]Receipt, error) {
	r, err := rows.NewReader(file, in, rows.Format{Header: ReceiptHeader, MaxLine: maxLine, Private: true})
	if err != nil {
		return nil, err
	}
	var all []Receipt
	for x := range rows.Read(r, func(_ int, f []string) Receipt { return readReceipt(r, f) }) {
		all = append(all, x)
	}
	return all, r.Err()
}

func readReceipt(r *rows.Reader, f []string) Receipt {
	x := Receipt{ID: f[0], Batch: f[1], Letter: f[2], Status: Status(f[4]), Text: f[6]}
	if !isReceipt.MatchString(x.ID) {
		r.Refuse(0, 0, "an id of letters, digits, dots and hyphens")
	}
	if !isName.MatchString(x.Batch) {
		r.Refuse(1, 0, "the name of a batch")
	}
	if !isName.MatchString(x.Letter) {
		r.Refuse(2, 0, "the id of a letter")
	}
	attempt, why := field.Whole(f[3], 1<<30)
	if why == "" && attempt < 1 {
		why = "a number from 1"
	}
	if x.Attempt = int(attempt); why != "" {
		r.Refuse(3, 0, why)
	}
	if !slices.Contains(Statuses, x.Status) {
		r.Refuse(4, 0, "delivered, busy, unreachable, refused or returned")
	}
	if x.On, why = field.Date(f[5]); why != "" {
		r.Refuse(5, 0, why)
	}
	if why := field.Text(x.Text, 0, 300); why != "" {
		r.Refuse(6, 0, why)
	}
	return x
}

// WriteReceipts writes what ReadReceipts reads.
func WriteReceipts(w io.Writer, all []Receipt) error {
	b := []byte(strings.Join(ReceiptHeader, ";") + "\n")
	for _, x := range all {
		b = append(append(b, x.ID...), ';')
		b = append(append(b, x.Batch...), ';')
		b = append(append(b, x.Letter...), ';')
		b = append(strconv.AppendInt(b, int64(x.Attempt), 10), ';')
		b = append(append(b, x.Status...), ';')
		b = append(x.On.Append(b), ';')
		b = append(field.AppendText(b, x.Text), '\n')
	}
	_, err := w.Write(b)
	return err
}
