package appropriation

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/money"
)

// Where facts stand in the journal.
const (
	Stream       = "appropriation/" // + year, and for an account / account; under party 0
	KindBooked   = "appropriation.booked/1"
	KindRecorded = "appropriation.recorded/1"
	KindClosed   = "appropriation.closed/1"
	KindOver     = "appropriation.over/1"
)

func yearStream(year int) string { return fmt.Sprintf("%s%04d", Stream, year) }

func accountStream(year int, a Account) string { return yearStream(year) + "/" + string(a) }

// The bodies. What stands elsewhere in the event (day, account, voucher, who) is not
// repeated.
type (
	bookedBody struct {
		Kind    Kind         `json:"kind"`
		Amount  money.Amount `json:"amount"` // öre
		Purpose string       `json:"purpose,omitempty"`
		Count   int64        `json:"count"`
		Text    string       `json:"text,omitempty"`
	}
	recordedBody struct {
		Entries int       `json:"entries"`
		Opened  []Account `json:"opened,omitempty"` // accounts that had no booking of the year
	}
	closedBody struct {
		Month string `json:"month"` // 2025-03
	}
	overBody struct {
		Limit   LimitID      `json:"limit"`
		Amount  money.Amount `json:"amount"`
		Used    money.Amount `json:"used"`
		Voucher string       `json:"voucher"`
		Reason  string       `json:"reason"`
	}
)

// format writes the one form of a body.
func format(body any) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(body); err != nil {
		panic(err) // texts and whole numbers can be written
	}
	return string(bytes.TrimSuffix(b.Bytes(), []byte("\n")))
}

// parse reads what format writes and refuses every other form.
func parse[T any](text string) (body T, err error) {
	d := json.NewDecoder(bytes.NewReader([]byte(text)))
	d.DisallowUnknownFields()
	if err := d.Decode(&body); err != nil {
		return body, fmt.Errorf("the body %q cannot be read: %w", text, err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return body, fmt.Errorf("the body %q goes on after its end", text)
	}
	if written := format(body); written != text {
		return body, fmt.Errorf("the body %q is not in its one form, %q", text, written)
	}
	return body, nil
}

// bookingOf reads a stored booking of an account.
func bookingOf(e *journal.Event, a Account) (Booking, error) {
	if e.Kind != KindBooked {
		return Booking{}, fmt.Errorf("the kind %q is unknown to this program", e.Kind)
	}
	body, err := parse[bookedBody](e.Body)
	if err != nil {
		return Booking{}, err
	}
	if _, ok := effectOf(a.Class(), body.Kind); !ok {
		return Booking{}, fmt.Errorf("%q is no kind of a booking on %s", body.Kind, a)
	}
	return Booking{Entry: Entry{Voucher: e.Key, Day: e.OccurredOn, Account: a, Kind: body.Kind, Amount: body.Amount, Purpose: body.Purpose,
		Count: body.Count, Text: body.Text, KnownAt: e.RecordedAt}, Seq: e.Seq, By: e.Actor, Cause: e.Cause}, nil
}

// event is the booking as it is to be stored.
func (b *Booking) event(recordedAt calendar.Instant) journal.New {
	return journal.New{Kind: KindBooked, OccurredOn: b.Day, RecordedAt: recordedAt, Actor: b.By, Cause: b.Cause, Key: b.Voucher,
		Body: format(bookedBody{b.Kind, b.Amount, b.Purpose, b.Count, b.Text})}
}

// monthText is a month as it is stored.
func monthText(year, month int) string { return fmt.Sprintf("%04d-%02d", year, month) }
