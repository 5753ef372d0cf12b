package mailmessage

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"balans/exchange/field"
	"balans/exchange/postfile"
)

// Namespace is that of the message.
const Namespace = "http://minameddelanden.gov.se/Message/v3"

// The most characters of a subject and of the text of support.
const (
	MaxSubject = 255
	MaxSupport = 1024
)

// ErrMessage: the message or the answers cannot be read, or not be written.
var ErrMessage = errors.New("mailmessage: the document cannot be used")

// Message is one message.
type Message struct {
	ID       string // the letter's and the attempt's: unique for each try
	Subject  string
	Support  string // how to reach the sender
	Matter   string // the number of the case or the claim; "" leaves it out
	Language string // "sv"
	Receipt  bool   // the recipient's own receipt is asked for (delgivningskvitto)
	Text     string // plain
	Filename string
	PDF      []byte
}

type secureMessage struct {
	XMLName xml.Name `xml:"http://minameddelanden.gov.se/Message/v3 SecureMessage"`
	Header  struct {
		ID      string `xml:"Id"`
		Subject string `xml:"Subject"`
		Support struct {
			Text string `xml:"Text"`
		} `xml:"Supportinfo"`
		Matter   *officialMatter `xml:"OfficialMatter"`
		Language string          `xml:"Language"`
		Receipt  *string         `xml:"ReceiptRequest"`
	} `xml:"Header"`
	Body struct {
		Type string `xml:"ContentType"`
		Body string `xml:"Body"`
	} `xml:"Body"`
	Attachment struct {
		Type     string `xml:"ContentType"`
		Body     string `xml:"Body"`
		Filename string `xml:"Filename"`
		Checksum string `xml:"Checksum"`
	} `xml:"Attachment"`
}

type officialMatter struct {
	ID     string `xml:"MatterId"`
	Status string `xml:"MatterStatus"`
}

// Marshal writes the message; the same message gives the same bytes.
func (m *Message) Marshal() ([]byte, error) {
	for _, s := range []string{m.ID, m.Subject, m.Support, m.Matter, m.Text, m.Filename} {
		if !utf8.ValidString(s) {
			return nil, fmt.Errorf("%w: a text of message %q is not UTF-8", ErrMessage, m.ID)
		}
	}
	if n := utf8.RuneCountInString(m.Subject); n == 0 || n > MaxSubject {
		return nil, fmt.Errorf("%w: the subject of message %s has %d characters, and is to have 1 to %d", ErrMessage, m.ID, n, MaxSubject)
	}
	if n := utf8.RuneCountInString(m.Support); n > MaxSupport {
		return nil, fmt.Errorf("%w: the text of support of message %s has %d characters, more than %d", ErrMessage, m.ID, n, MaxSupport)
	}
	var x secureMessage
	x.Header.ID, x.Header.Subject, x.Header.Support.Text, x.Header.Language = m.ID, m.Subject, m.Support, m.Language
	if m.Matter != "" {
		x.Header.Matter = &officialMatter{m.Matter, "senderinitiative"}
	}
	if m.Receipt {
		word := "true"
		x.Header.Receipt = &word
	}
	x.Body.Type, x.Body.Body = "text/plain", base64.StdEncoding.EncodeToString([]byte(m.Text))
	x.Attachment.Type, x.Attachment.Filename = "application/pdf", m.Filename
	x.Attachment.Body = base64.StdEncoding.EncodeToString(m.PDF)
	sum := sha256.Sum256(m.PDF)
	x.Attachment.Checksum = hex.EncodeToString(sum[:])
	var b bytes.Buffer
	b.WriteString(xml.Header)
	enc := xml.NewEncoder(&b)
	enc.Indent("", " ")
	if err := enc.Encode(&x); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrMessage, err)
	}
	b.WriteByte('\n')
	return b.Bytes(), nil
}

// Read reads a message and holds the letter against its sum.
func Read(in io.Reader) (*Message, error) {
	var x secureMessage
	if err := one(in, &x); err != nil {
		return nil, err
	}
	m := &Message{ID: x.Header.ID, Subject: x.Header.Subject, Support: x.Header.Support.Text, Language: x.Header.Language, Receipt: x.Header.Receipt != nil && *x.Header.Receipt == "true", Filename: x.Attachment.Filename}
	if x.Header.Matter != nil {
		m.Matter = x.Header.Matter.ID
	}
	text, err := base64.StdEncoding.DecodeString(x.Body.Body)
	if err != nil {
		return nil, fmt.Errorf("%w: the body of message %q: %w", ErrMessage, m.ID, err)
	}
	if m.PDF, err = base64.StdEncoding.DecodeString(x.Attachment.Body); err != nil {
		return nil, fmt.Errorf("%w: the letter of message %q: %w", ErrMessage, m.ID, err)
	}
	m.Text = string(text)
	if sum := sha256.Sum256(m.PDF); hex.EncodeToString(sum[:]) != x.Attachment.Checksum {
		return nil, fmt.Errorf("%w: the letter of message %q is not what its sum says", ErrMessage, m.ID)
	}
	return m, nil
}

// one reads a document that has one element and nothing after it but space.
func one(in io.Reader, into any) error {
	dec := xml.NewDecoder(in)
	if err := dec.Decode(into); err != nil {
		return fmt.Errorf("%w: %w", ErrMessage, err)
	}
	for {
		switch t, err := dec.Token(); t := t.(type) {
		case nil:
			if err == io.EOF {
				return nil
			}
			return fmt.Errorf("%w: %w", ErrMessage, err)
		case xml.CharData:
			if len(bytes.TrimSpace(t)) == 0 {
				continue
			}
			return fmt.Errorf("%w: there is text after the document", ErrMessage)
		case xml.Comment:
		default:
			return fmt.Errorf("%w: there is more after the document", ErrMessage)
		}
	}
}

type receipts struct {
	XMLName xml.Name  `xml:"DeliveryReceipts"`
	All     []receipt `xml:"Receipt"`
}

type receipt struct {
	ID      string `xml:"id,attr"`
	Batch   string `xml:"batch,attr"`
	Letter  string `xml:"letter,attr"`
	Attempt string `xml:"attempt,attr"`
	Status  string `xml:"status,attr"`
	On      string `xml:"on,attr"`
	Text    string `xml:",chardata"`
}

// BadReceipts are the answers of a document that cannot be used.
type BadReceipts struct{ Faults []string }

func (e *BadReceipts) Error() string {
	s := "receipts that cannot be used: " + strconv.Itoa(len(e.Faults))
	for _, f := range e.Faults {
		s += "\n" + f
	}
	return s
}

// ReadReceipts reads a document of answers. Those that can be used are given also when the
// error is *BadReceipts about others.
func ReadReceipts(in io.Reader) ([]postfile.Receipt, error) {
	var x receipts
	if err := one(in, &x); err != nil {
		return nil, err
	}
	var all []postfile.Receipt
	var bad BadReceipts
	for i, r := range x.All {
		got, why := r.read()
		if why != "" {
			bad.Faults = append(bad.Faults, fmt.Sprintf("receipt %d: %s", i+1, why))
			continue
		}
		all = append(all, got)
	}
	if len(bad.Faults) > 0 {
		return all, &bad
	}
	return all, nil
}

func (r *receipt) read() (postfile.Receipt, string) {
	got := postfile.Receipt{ID: r.ID, Batch: r.Batch, Letter: r.Letter, Status: postfile.Status(r.Status), Text: strings.Join(strings.Fields(r.Text), " ")}
	n, attempt := field.Whole(r.Attempt, 1<<30)
	on, date := field.Date(r.On)
	got.Attempt, got.On = int(n), on
	words := field.Text(got.Text, 0, 300)
	switch {
	case !postfile.IsReceiptID(r.ID):
		return got, "its id is missing, or is none"
	case !postfile.IsName(r.Batch):
		return got, "the batch is missing, or is none"
	case !postfile.IsName(r.Letter):
		return got, "the letter is missing, or is none"
	case attempt != "" || n < 1:
		return got, "the attempt is to be a number from 1"
	case date != "":
		return got, "on is to be a day, YYYY-MM-DD"
	case !slices.Contains(postfile.Statuses, got.Status):
		return got, "the status is to be delivered, busy, unreachable, refused or returned"
	case words != "":
		return got, "the words are to be " + words
	}
	return got, ""
}
