using Arena.Contracts.Inference;
using Arena.Web.Battles;
using Arena.Web.Battles.Runs;

namespace Arena.Web.Tests.Runs;

public class PairPreparationTests
{
    private static readonly Preparing Loading = new() { State = PreparingState.Loading };

    /// <summary>Whatever happens to one side, the other one would have given the same events.</summary>
    [Fact]
    public void What_is_told_does_not_depend_on_which_side_it_is()
    {
        Assert.Equal(Told(Slot.A, Slot.B), Told(Slot.B, Slot.A));
        Assert.Equal([new("queued", 3), new("queued", 1), new("loading", 0)], Told(Slot.A, Slot.B));
    }

    [Fact]
    public void Nothing_is_told_of_models_that_are_there() => Assert.Null(new PairPreparation().TakeNews());

    private static List<PreparingData> Told(Slot first, Slot second)
    {
        var pair = new PairPreparation();
        List<PreparingData> told = [];
        void Take()
        {
            if (pair.TakeNews() is { } news)
            {
                told.Add(news);
            }
        }

        pair.Set(first, Queued(3));
        Take();
        pair.Set(second, Loading); // the other still waits: nothing new for the pair
        Take();
        pair.Set(first, Queued(1));
        Take();
        pair.Set(first, Loading);
        Take();
        pair.Clear(second);
        Take();
        pair.Clear(first);
        Take();
        return told;
    }

    private static Preparing Queued(int position) => new() { State = PreparingState.Queued, Position = position };
}
