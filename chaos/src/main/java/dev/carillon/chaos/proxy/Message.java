package dev.carillon.chaos.proxy;

import java.nio.charset.StandardCharsets;

/// A complete message.
///
/// @param bytes the bytes to pass on
/// @param words a short description, empty when the message is not of interest; a response has the words of its request
/// @param request the bytes of the request that it answers; its own bytes if it is a request
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record Message(byte[] bytes, String words, byte[] request) {
    private static final byte[] OF_NO_INTEREST = {};

    static Message plain(byte[] bytes) {
        return new Message(bytes, "", bytes);
    }

    static Message request(byte[] bytes, String words) {
        return new Message(bytes, words, bytes);
    }

    /// The part of a request that is kept for its response.
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

    /// Whether the request contains the text literally.
    boolean mentions(String text) {
        return new String(request, StandardCharsets.ISO_8859_1)
                .contains(
                        new String(
                                text.getBytes(StandardCharsets.UTF_8),
                                StandardCharsets.ISO_8859_1));
    }
}
