// Package mailmessage is a message to a digital mailbox, and the answers, as XML.
//
// A message has the structure of SecureMessage in Mina meddelanden (Message/v3): a header with
// id, subject, language, text of support and whether a receipt is asked for, a body of plain
// text, and the letter as an attachment. It is not the signed and sealed form that goes over
// the wire: an operator, or a connector, wraps, signs and delivers it. The sum of the
// attachment is SHA-256; which one the platform asks for is set where it is wrapped.
//
// The answers are one document for any number of messages:
//
//	<DeliveryReceipts><Receipt id batch letter attempt status on>words</Receipt> …
//
// with the attributes and statuses of a file of receipts (exchange/postfile).
//
// The package sends nothing, looks nobody up and knows nothing of what a letter says.
package mailmessage
