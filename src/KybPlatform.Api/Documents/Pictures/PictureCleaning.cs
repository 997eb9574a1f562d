using SkiaSharp;

namespace KybPlatform.Api.Documents.Pictures;

/// <summary>
/// Draws a picture anew, upright and in sRGB, so that nothing of the file remains but what can be seen: no place, device or name, no thumbnail of what was cut away, nothing behind the
/// end. TIFF and HEIC are not drawn; what they say beside the picture is taken out of the file. Runs confined.
/// </summary>
internal static class PictureCleaning
{
    public const string Task = "clean-picture";

    /// <summary>A picture that unpacks into more is not opened: 60 megapixels are 240 MB.</summary>
    public const long MostPixels = 60_000_000;

    private const int LongestSide = 30_000;
    private const int Quality = 92;

    /// <summary>Which contents are pictures.</summary>
    public static bool Cleans(string contentType) => contentType.StartsWith("image/", StringComparison.Ordinal);

    /// <returns>False where it is no picture that can be opened.</returns>
    public static bool Clean(string contentType, Stream input, Stream output)
    {
        using var read = new MemoryStream();
        input.CopyTo(read);
        var clean = contentType switch
        {
            "image/tiff" => TiffScrub.Clean(read.ToArray()),
            "image/heic" => HeicScrub.Clean(read.ToArray()),
            "image/jpeg" => Drawn(read, SKEncodedImageFormat.Jpeg),
            "image/png" => Drawn(read, SKEncodedImageFormat.Png),
            "image/webp" => Drawn(read, SKEncodedImageFormat.Webp),
            _ => null,
        };
        if (clean is null) return false;
        output.Write(clean);
        return true;
    }

    private static byte[]? Drawn(MemoryStream file, SKEncodedImageFormat format)
    {
        using var data = SKData.CreateCopy(file.ToArray());
        using var codec = SKCodec.Create(data);
        if (codec is null || codec.EncodedFormat != format) return null;
        var size = codec.Info.Size;
        if (size.Width is < 1 or > LongestSide || size.Height is < 1 or > LongestSide || (long)size.Width * size.Height > MostPixels) return null;
        using var plain = SKColorSpace.CreateSrgb();
        using var picture = new SKBitmap(new SKImageInfo(size.Width, size.Height, SKColorType.Rgba8888, codec.Info.AlphaType == SKAlphaType.Opaque ? SKAlphaType.Opaque : SKAlphaType.Unpremul, plain));
        // A file that was cut off is drawn as far as it goes only where something of it was there.
        if (codec.GetPixels(picture.Info, picture.GetPixels()) is not (SKCodecResult.Success or SKCodecResult.IncompleteInput)) return null;
        using var upright = Upright(picture, codec.EncodedOrigin);
        using var encoded = (upright ?? picture).Encode(format, Quality);
        return encoded?.ToArray();
    }

    /// <summary>Null where it stands as it should.</summary>
    private static SKBitmap? Upright(SKBitmap picture, SKEncodedOrigin origin)
    {
        if (origin is SKEncodedOrigin.TopLeft or SKEncodedOrigin.Default) return null;
        var (width, height) = ((float)picture.Width, (float)picture.Height);
        // Where each of EXIF's eight orientations (CIPA DC-008, 4.6.4) brings a point.
        var (turn, lying) = origin switch
        {
            SKEncodedOrigin.TopRight => (new SKMatrix(-1, 0, width, 0, 1, 0, 0, 0, 1), false),
            SKEncodedOrigin.BottomRight => (new SKMatrix(-1, 0, width, 0, -1, height, 0, 0, 1), false),
            SKEncodedOrigin.BottomLeft => (new SKMatrix(1, 0, 0, 0, -1, height, 0, 0, 1), false),
            SKEncodedOrigin.LeftTop => (new SKMatrix(0, 1, 0, 1, 0, 0, 0, 0, 1), true),
            SKEncodedOrigin.RightTop => (new SKMatrix(0, -1, height, 1, 0, 0, 0, 0, 1), true),
            SKEncodedOrigin.RightBottom => (new SKMatrix(0, -1, height, -1, 0, width, 0, 0, 1), true),
            SKEncodedOrigin.LeftBottom => (new SKMatrix(0, 1, 0, -1, 0, width, 0, 0, 1), true),
            _ => throw new ArgumentOutOfRangeException(nameof(origin)),
        };
        var upright = new SKBitmap(picture.Info.WithSize(lying ? picture.Height : picture.Width, lying ? picture.Width : picture.Height).WithAlphaType(SKAlphaType.Premul));
        using var canvas = new SKCanvas(upright);
        using var image = SKImage.FromBitmap(picture);
        canvas.Clear(SKColors.Transparent);
        canvas.SetMatrix(turn);
        canvas.DrawImage(image, 0, 0, SKSamplingOptions.Default);
        return upright;
    }
}
