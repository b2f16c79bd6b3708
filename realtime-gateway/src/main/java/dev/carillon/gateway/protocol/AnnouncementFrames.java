package dev.carillon.gateway.protocol;

import dev.carillon.events.Announcement;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import org.jspecify.annotations.Nullable;

/// The frames of one announcement: a short start for each client (its cursor), and a rest that all clients share.
public final class AnnouncementFrames implements AutoCloseable {
    private static final String HEAD = "{\"type\":\"announcement\",";

    private final ByteBufAllocator allocator;
    private final ByteBuf rest;

    public AnnouncementFrames(ByteBufAllocator allocator, Announcement announcement) {
        this.allocator = allocator;
        byte[] json =
                new ServerMessage.Announced(
                                null,
                                announcement.id(),
                                announcement.title(),
                                announcement.message(),
                                announcement.actionUrl(),
                                announcement.level())
                        .json();
        this.rest =
                allocator
                        .directBuffer(json.length)
                        .writeBytes(json, HEAD.length(), json.length - HEAD.length());
    }

    /// The start of the frame for a client; [#rest()] must follow.
    public ByteBuf head(@Nullable String cursor) {
        String head = cursor == null ? HEAD : HEAD + "\"cursor\":\"" + cursor + "\",";
        ByteBuf frame =
                WebSocketFrames.textHeader(
                        allocator, head.length(), head.length() + rest.readableBytes());
        ByteBufUtil.writeAscii(frame, head);
        return frame;
    }

    /// Another reference to the shared rest, for one write.
    public ByteBuf rest() {
        return rest.retainedDuplicate();
    }

    @Override
    public void close() {
        rest.release();
    }
}
