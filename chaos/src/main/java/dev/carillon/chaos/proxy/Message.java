package dev.carillon.chaos.proxy;

import java.nio.charset.StandardCharsets;

/// What goes by in one piece.
///
/// @param bytes as they are passed on
/// @param words what it says, empty when that is of no interest; of an answer those of its request
/// @param request the bytes of what was asked; of what is no answer its own
@SuppressWarnings("ArrayRecordComponent") // never compared
record Message(byte[] bytes, String words, byte[] request) {
    private static final byte[] OF_NO_INTEREST = {};

    static Message plain(byte[] bytes) {
        return new Message(bytes, "", bytes);
    }

    static Message request(byte[] bytes, String words) {
        return new Message(bytes, words, bytes);
    }

    /// What is kept of a request for its answer.
    record Asked(String words, byte[] request) {
        static Asked of(Message message) {
            return new Asked(
                    message.words(),
                    message.words().isEmpty() ? OF_NO_INTEREST : message.request());
        }

        Message answeredBy(byte[] bytes) {
            return new Message(bytes, words, request);
        }
    }

    /// Whether what was asked holds the text as it is.
    boolean mentions(String text) {
        return new String(request, StandardCharsets.ISO_8859_1)
                .contains(
                        new String(
                                text.getBytes(StandardCharsets.UTF_8),
                                StandardCharsets.ISO_8859_1));
    }
}
