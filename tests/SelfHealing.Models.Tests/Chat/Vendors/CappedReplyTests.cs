using SelfHealing.Models.Chat.Vendors;

namespace SelfHealing.Models.Tests.Chat.Vendors;

public sealed class CappedReplyTests
{
    private const int Cap = VendorTransport.MostReplyBytes;

    [Fact]
    public async Task A_reply_of_10_MB_is_not_read_to_its_end()
    {
        using var flood = new Flood(10 << 20);
        using var content = new StreamContent(flood);
        content.Headers.ContentLength = null;

        (await CappedReply.ReadAsync(content, Cap, TestContext.Current.CancellationToken)).ShouldBeNull();

        flood.BytesRead.ShouldBeLessThanOrEqualTo(Cap + (64 << 10));
    }

    [Fact]
    public async Task A_reply_that_announces_10_MB_is_not_read_at_all()
    {
        using var flood = new Flood(10 << 20);
        using var content = new StreamContent(flood);
        content.Headers.ContentLength = 10 << 20;

        (await CappedReply.ReadAsync(content, Cap, TestContext.Current.CancellationToken)).ShouldBeNull();

        flood.BytesRead.ShouldBe(0);
    }

    [Fact]
    public async Task A_reply_up_to_the_limit_is_read_whole()
    {
        using var content = new StreamContent(new Flood(Cap));

        (await CappedReply.ReadAsync(content, Cap, TestContext.Current.CancellationToken))!.Length.ShouldBe(Cap);
    }

    private sealed class Flood(long length) : Stream
    {
        public long BytesRead { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => BytesRead;
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = (int)Math.Min(count, length - BytesRead);
            BytesRead += read;
            return read;
        }

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
