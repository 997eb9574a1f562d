using System.Text;
using AwesomeAssertions;
using KybPlatform.Api.Webhooks;
using KybPlatform.Api.Http.Outbound;
using Xunit;

namespace KybPlatform.UnitTests.Webhooks;

public sealed class SignatureTests
{
    // The example that the specification's own libraries are held against.
    private const string Id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private const long Timestamp = 1614265330;
    private static readonly byte[] Body = Encoding.UTF8.GetBytes("""{"test": 2432232314}""");
    private static readonly byte[] Secret = Convert.FromBase64String("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

    [Fact]
    public void The_public_vector_of_standard_webhooks_comes_out() =>
        WebhookSignature.Of([Secret], Id, Timestamp, Body).Should().Be("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");

    [Fact]
    public void During_a_rotation_both_secrets_sign_the_new_one_first()
    {
        var other = new byte[32];

        WebhookSignature.Of([other, Secret], Id, Timestamp, Body).Split(' ').Should().Equal(WebhookSignature.Of([other], Id, Timestamp, Body), WebhookSignature.Of([Secret], Id, Timestamp, Body));
    }

    [Fact]
    public void Id_timestamp_and_every_byte_of_the_body_are_signed()
    {
        var signature = WebhookSignature.Of([Secret], Id, Timestamp, Body);

        WebhookSignature.Of([Secret], Id + "x", Timestamp, Body).Should().NotBe(signature);
        WebhookSignature.Of([Secret], Id, Timestamp + 1, Body).Should().NotBe(signature);
        WebhookSignature.Of([Secret], Id, Timestamp, [.. Body, (byte)' ']).Should().NotBe(signature);
    }

    [Fact]
    public void A_secret_is_written_as_the_specification_says_and_long_enough()
    {
        var secret = WebhookSecrets.New();

        WebhookSecrets.Show(secret).Should().StartWith("whsec_");
        Convert.FromBase64String(WebhookSecrets.Show(secret)["whsec_".Length..]).Should().Equal(secret);
        secret.Length.Should().BeInRange(24, 64);
    }
}
