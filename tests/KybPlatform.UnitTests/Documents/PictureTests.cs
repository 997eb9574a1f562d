using System.Buffers.Binary;
using System.Text;
using AwesomeAssertions;
using CsCheck;
using KybPlatform.Api.Documents.Pictures;
using SkiaSharp;
using Xunit;

namespace KybPlatform.UnitTests.Documents;

public sealed class PictureTests
{
    private const string Secret = "CANARY 48.8584N 2.2945E";

    [Theory]
    [InlineData("image/jpeg")]
    [InlineData("image/png")]
    [InlineData("image/webp")]
    public void A_picture_is_drawn_anew_and_keeps_nothing_that_was_written_beside_it(string type)
    {
        var file = Pictures.WithMetadata(type, Secret);
        Holds(file, Secret).Should().BeTrue();

        var clean = Clean(type, file)!;

        Holds(clean, Secret).Should().BeFalse();
        using var shown = SKBitmap.Decode(clean);
        (shown.Width, shown.Height).Should().Be((Pictures.Width, Pictures.Height));
        Near(shown.GetPixel(2, 2), SKColors.Red).Should().BeTrue();
        Near(shown.GetPixel(Pictures.Width - 3, Pictures.Height - 3), SKColors.Blue).Should().BeTrue();
    }

    [Theory]
    [InlineData(1, 0, 0)]
    [InlineData(2, 1, 0)]
    [InlineData(3, 1, 1)]
    [InlineData(4, 0, 1)]
    [InlineData(5, 0, 0)]
    [InlineData(6, 1, 0)]
    [InlineData(7, 1, 1)]
    [InlineData(8, 0, 1)]
    public void A_picture_stands_upright_as_its_camera_said(ushort orientation, int right, int bottom)
    {
        var clean = Clean("image/jpeg", Pictures.Jpeg(Pictures.Exif(orientation, Secret)))!;

        using var codec = SKCodec.Create(new MemoryStream(clean));
        codec.EncodedOrigin.Should().Be(SKEncodedOrigin.TopLeft);
        using var shown = SKBitmap.Decode(clean);
        (shown.Width, shown.Height).Should().Be(orientation >= 5 ? (Pictures.Height, Pictures.Width) : (Pictures.Width, Pictures.Height));
        Near(shown.GetPixel(right == 1 ? shown.Width - 3 : 2, bottom == 1 ? shown.Height - 3 : 2), SKColors.Red).Should().BeTrue("the first corner is red");
    }

    [Fact]
    public void A_picture_that_would_unpack_into_a_flood_is_not_opened()
    {
        // 40,000 by 40,000 in a few bytes.
        var bomb = Pictures.Png();
        BinaryPrimitives.WriteUInt32BigEndian(bomb.AsSpan(16), 40_000);
        BinaryPrimitives.WriteUInt32BigEndian(bomb.AsSpan(20), 40_000);
        BinaryPrimitives.WriteUInt32BigEndian(bomb.AsSpan(29), Pictures.Crc(bomb.AsSpan(12, 17)));

        Clean("image/png", bomb).Should().BeNull();
    }

    [Fact]
    public void A_file_that_is_another_picture_than_it_was_taken_for_is_not_opened()
    {
        Clean("image/png", Pictures.Jpeg()).Should().BeNull();
        Clean("image/gif", Pictures.Jpeg()).Should().BeNull();
        Clean("image/heic", Pictures.Jpeg()).Should().BeNull();
        Clean("image/tiff", Pictures.Jpeg()).Should().BeNull();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_TIFF_file_keeps_its_pages_and_nothing_beside_them(bool little)
    {
        var file = Pictures.Tiff(little, Secret);
        Holds(file, Secret).Should().BeTrue();

        var clean = Clean("image/tiff", file)!;

        Holds(clean, Secret).Should().BeFalse();
        Pictures.TiffTags(clean, little).Select(t => string.Join(' ', t)).Should().Equal("256 257 258 259 262 273 274 277 278 279", "256 257 258 259 262 273 274 277 278 279");
        clean.AsSpan(8, 4).ToArray().Should().Equal((byte[])[10, 20, 30, 40], "what is shown lies where it lay");
    }

    [Fact]
    public void An_HEIC_file_keeps_its_picture_and_nothing_beside_it()
    {
        var file = Pictures.Heic(Secret);
        Encoding.Latin1.GetString(file).Split(Secret).Should().HaveCount(5, "Exif, XMP, the user's data and a box of somebody's own say it");

        var clean = Clean("image/heic", file)!;

        Holds(clean, Secret).Should().BeFalse();
        Holds(clean, "CODED PICTURE").Should().BeTrue();
        clean.Should().HaveCount(file.Length);
    }

    [Fact]
    public void Whatever_a_file_holds_cleaning_it_ends() =>
        Gen.Select(Gen.OneOf("image/tiff", "image/heic"), Gen.Bool, Gen.Byte.Array[0, 60], Gen.Int[0, 400]).Sample((type, little, noise, at) =>
        {
            var file = type == "image/tiff" ? Pictures.Tiff(little, Secret) : Pictures.Heic(Secret);
            var from = Math.Min(at, file.Length);
            noise.AsSpan(0, Math.Min(noise.Length, file.Length - from)).CopyTo(file.AsSpan(from));
            var act = () => Clean(type, file);
            try
            {
                return act() is null or { Length: > 0 };
            }
            catch (Exception refused) when (refused is ArgumentException or IndexOutOfRangeException or OverflowException)
            {
                return true; // the confined run tells of it as unreadable
            }
        });

    private static byte[]? Clean(string type, byte[] file)
    {
        using var output = new MemoryStream();
        return PictureCleaning.Clean(type, new MemoryStream(file), output) ? output.ToArray() : null;
    }

    private static bool Holds(byte[] file, string text) => file.AsSpan().IndexOf(Encoding.ASCII.GetBytes(text)) >= 0;

    private static bool Near(SKColor one, SKColor other) => Math.Abs(one.Red - other.Red) + Math.Abs(one.Green - other.Green) + Math.Abs(one.Blue - other.Blue) < 90;
}
