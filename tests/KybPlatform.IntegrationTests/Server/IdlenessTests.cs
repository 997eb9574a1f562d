using KybPlatform.Server.Hosting;

namespace KybPlatform.IntegrationTests.Server;

/// <summary>When an idle process gives memory back.</summary>
public sealed class IdlenessTests
{
    private const long Held = 80L << 20;

    [Fact]
    public void Comes_once_after_much_work_has_ended_and_not_while_it_goes_on()
    {
        var idleness = new Idleness();
        var start = 3 * Idleness.Much;

        idleness.HasCome(start, Held).Should().BeFalse("the start is going on");
        idleness.HasCome(start + Idleness.Little, Held).Should().BeTrue("it is over");
        idleness.HasCome(start + (2 * Idleness.Little), Held).Should().BeFalse("it was given back");

        for (var load = 1; load <= 20; load++) idleness.HasCome((start * 2) + (load * Idleness.Much), Held).Should().BeFalse("it works");
        var end = (start * 2) + (20 * Idleness.Much);
        idleness.HasCome(end + 1, Held).Should().BeTrue();
    }

    [Fact]
    public void Does_not_come_for_little()
    {
        var idleness = new Idleness();
        idleness.HasCome(Idleness.Much, Held).Should().BeFalse();
        idleness.HasCome(Idleness.Much + 1, Held).Should().BeTrue();
        var seen = Idleness.Much + 1;

        for (var polls = 0; polls < 7; polls++) idleness.HasCome(seen += Idleness.Little, Held).Should().BeFalse();
        idleness.HasCome(seen + Idleness.Little, Held).Should().BeTrue("polling adds up, too");
    }

    [Fact]
    public void Does_not_come_to_a_large_heap()
    {
        var idleness = new Idleness();
        idleness.HasCome(Idleness.Much, Idleness.Large + 1).Should().BeFalse();
        idleness.HasCome(Idleness.Much + 1, Idleness.Large + 1).Should().BeFalse();
        idleness.HasCome(Idleness.Much + 2, Held).Should().BeTrue();
    }
}
