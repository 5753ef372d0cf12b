package sample

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"math/big"
	"math/bits"

	"balans/law/money"
)

// drawFormat is the name of the stored form; a new form has a new number.
const drawFormat = "balans.sample/1"

// stored is a draw as JSON; amounts are öre.
type stored struct {
	Format     string    `json:"format"`
	Plan       Plan      `json:"plan"`
	Population string    `json:"population"` // digest
	Strata     []Stratum `json:"strata"`
}

// MarshalJSON writes the draw so that ReadDraw reads it back, always in the same bytes.
func (d *Draw) MarshalJSON() ([]byte, error) {
	return json.Marshal(stored{drawFormat, d.plan, d.digest, d.strata})
}

// ReadDraw reads a draw that was written. It checks everything that can be seen without
// the population: sizes, sums, that those drawn stand in the order of their keys, and
// that the keys are as small as the smallest of so many must be. Someone who was put
// among them afterwards has as good as never such a key. Verify checks the rest.
func ReadDraw(text []byte) (*Draw, error) {
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.DisallowUnknownFields()
	var s stored
	if err := dec.Decode(&s); err != nil {
		return nil, fmt.Errorf("sample: not a draw: %w", err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("sample: not a draw: something follows it")
	}
	if s.Format != drawFormat {
		return nil, fmt.Errorf("sample: the draw is of the format %q; known is %s", s.Format, drawFormat)
	}
	if raw, ok := new(big.Int).SetString(s.Population, 16); !ok || len(s.Population) != 32 || raw.Sign() < 0 {
		return nil, errors.New("sample: the digest of the population is not 32 hexadecimal digits")
	}
	if err := s.Plan.check(); err != nil {
		return nil, err
	}
	d := &Draw{plan: s.Plan, digest: s.Population, strata: s.Strata}
	if err := d.check(); err != nil {
		return nil, err
	}
	return d, nil
}

// check is everything about a draw that can be seen without its population.
func (d *Draw) check() error {
	sizes, err := d.plan.Allocate(d.counts())
	if err != nil {
		return err
	}
	lot, paid := lotOf(d.plan.Seed), money.Amount(0)
	for i := range d.strata {
		s := &d.strata[i]
		if i > 0 && d.strata[i-1].Name >= s.Name {
			return fmt.Errorf("sample: the stratum %s does not stand in the order of names", s.Name)
		}
		if len(s.Drawn) != sizes[i] {
			return fmt.Errorf("sample: %d are drawn of %s, by the plan it is %d", len(s.Drawn), s.Name, sizes[i])
		}
		if s.Paid > mostPaid-paid {
			return fmt.Errorf("sample: the population is above %s: %w", mostPaid, money.ErrOverflow)
		}
		paid += s.Paid
		if err := s.checkSums(); err != nil {
			return fmt.Errorf("sample: stratum %s: %w", s.Name, err)
		}
		if err := s.checkKeys(&lot); err != nil {
			return fmt.Errorf("sample: stratum %s: %w", s.Name, err)
		}
	}
	return d.index()
}

func (s *Stratum) checkSums() error {
	left, rest := s.Paid, s.Items-int64(len(s.Drawn))
	for k, drawn := range s.Drawn {
		it := Item{drawn.ID, s.Name, drawn.Paid}
		if err := it.check(); err != nil {
			return fmt.Errorf("number %d drawn: %w", k+1, err)
		}
		if drawn.Paid > s.Largest || drawn.Paid > left {
			return fmt.Errorf("number %d drawn: %s is more than the stratum can have", k+1, drawn.Paid)
		}
		left -= drawn.Paid
	}
	if int64(left) < rest || (rest == 0) != (left == 0) { // each of the rest has at least an öre
		return fmt.Errorf("%d items that were not drawn cannot have %s together", rest, left)
	}
	return nil
}

// checkKeys holds the keys against those a draw gives. The n smallest of N even keys
// reach to about n/N. Were they to reach so far that n + 10·√n + 50 or more are to be
// expected below, that would come about in one draw of a thousand billion.
func (s *Stratum) checkKeys(l *lot) error {
	var last, k key
	var buf []byte
	for i, drawn := range s.Drawn {
		k, buf = l.key(drawn.ID, buf)
		if i > 0 && k.compare(last) <= 0 {
			return fmt.Errorf("number %d drawn does not stand in the order of the keys that the seed gives", i+1)
		}
		last = k
		n := int64(i + 1)
		expected, _ := bits.Mul64(binary.BigEndian.Uint64(k[:]), uint64(s.Items))
		root := new(big.Int).Sqrt(big.NewInt(100 * n)).Int64()
		if s.Items > math.MaxInt64/4 || int64(expected) >= n+root+51 {
			return fmt.Errorf("number %d drawn was not drawn with this seed from %d items: %d items are to be expected before it", n, s.Items, expected)
		}
	}
	return nil
}
