package sample

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"math/bits"
	"unicode/utf8"

	"balans/law/money"
)

// Item is one payout of the population that a sample is drawn from.
type Item struct {
	// ID is the payment system's id of the payout, the same for ever. It is not to be a
	// person's number: it stands in lists of what was drawn.
	ID      string
	Stratum string       // such as the benefit
	Paid    money.Amount // öre, above zero
}

// mostPaid is the largest population, öre: squares of standard errors and the like then
// give results that fit.
const mostPaid = money.Amount(1) << 56

// check names what of an item cannot be, without its id.
func (it *Item) check() error {
	switch {
	case it.ID == "":
		return errors.New("the id is missing")
	case it.Stratum == "":
		return errors.New("the stratum is missing; a sample of one stratum gives it a name")
	case !utf8.ValidString(it.ID) || !utf8.ValidString(it.Stratum):
		return errors.New("the id or the stratum is not UTF-8")
	case it.Paid <= 0:
		return errors.New("paid is to be above zero, it is " + it.Paid.String())
	}
	return nil
}

// key is an item's place in the order of the draw.
type key [sha256.Size]byte

func (k key) compare(other key) int { return bytes.Compare(k[:], other[:]) }

// lot is the first part of what is hashed: the seed, 32 bytes however long it is.
type lot [sha256.Size]byte

func lotOf(seed string) lot { return sha256.Sum256([]byte("balans sample 1\n" + seed)) }

// key hashes the id; buf is room to work in.
func (l *lot) key(id string, buf []byte) (key, []byte) {
	buf = append(append(buf[:0], l[:]...), id...)
	return sha256.Sum256(buf), buf
}

// digest is a set of items as one sum modulo 2^256, which is the same in whatever order
// they come. It shows a population that was changed by mistake; it would not stand
// against someone who makes items up to reach the same sum.
type digest struct {
	count int64
	sum   [4]uint64
}

// add takes in an item: its id and stratum, each after its length, and its amount.
func (d *digest) add(it *Item, buf []byte) []byte {
	buf = append(binary.AppendUvarint(buf[:0], uint64(len(it.ID))), it.ID...)
	buf = append(binary.AppendUvarint(buf, uint64(len(it.Stratum))), it.Stratum...)
	buf = binary.AppendUvarint(buf, uint64(it.Paid))
	h := sha256.Sum256(buf)
	var carry uint64
	for i := 3; i >= 0; i-- {
		d.sum[i], carry = bits.Add64(d.sum[i], binary.BigEndian.Uint64(h[8*i:]), carry)
	}
	d.count++
	return buf
}

// text is the digest, 32 hexadecimal digits.
func (d *digest) text() string {
	b := binary.BigEndian.AppendUint64(nil, uint64(d.count))
	for _, n := range d.sum {
		b = binary.BigEndian.AppendUint64(b, n)
	}
	h := sha256.Sum256(b)
	return hex.EncodeToString(h[:16])
}
