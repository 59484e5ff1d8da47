"""What the network above the games tells of a context, and what it makes of how little was seen."""

from __future__ import annotations

import torch

from fbm.adapters.neural.contextual_rates_net import ABOUT, Contexts, RatesNetwork

WIDTH, STATS = 6, 2


def contexts(chances: float, states: torch.Tensor | None = None) -> Contexts:
    """Two contexts of three games each, alike but for their states."""
    drawn = torch.randn((6, WIDTH), generator=torch.Generator().manual_seed(3)) if states is None else states
    return Contexts(
        states=drawn,
        age=torch.tensor([2, 1, 0, 2, 1, 0]),
        of=torch.tensor([0, 0, 0, 1, 1, 1]),
        events=torch.full((6, STATS), chances / 4),
        chances=torch.full((6, 1), chances),
        league=torch.full((2, STATS), 0.2),
        about=torch.zeros((2, ABOUT)),
    )


def drawn(members: int = 3) -> RatesNetwork:
    """A new network, as training begins with it."""
    network = RatesNetwork(WIDTH, STATS, members)
    network.draw(torch.Generator().manual_seed(1), contexts(4.0).states)
    return network.eval()


def taught(members: int = 3) -> RatesNetwork:
    """A network that makes something of what it sees."""
    network = drawn(members)
    with torch.no_grad():
        for place, member in enumerate(network.voices):
            member.out.weight.fill_(0.1 * (place + 1))
    return network


def test_a_new_network_adds_nothing_to_the_rates_so_far() -> None:
    told = drawn()(contexts(4.0)).exp()
    torch.testing.assert_close(told, drawn().voices[0].base(contexts(4.0)))
    assert ((told > 0.2) & (told < 0.25)).all()


def test_the_mean_of_the_members_counts_and_they_differ() -> None:
    network = taught()
    each = network.each(contexts(4.0))
    torch.testing.assert_close(network(contexts(4.0)), each.mean(0))
    assert each.shape == (3, 2, STATS)
    assert not torch.equal(each[0], each[1])


def test_states_that_are_usual_say_nothing() -> None:
    network = taught()
    usual = network.middle.expand(6, -1)
    for member in network.voices:
        assert not member.summary(contexts(4.0, usual)._replace(states=torch.zeros((6, WIDTH)))).any()
    told = network(contexts(4.0, usual))
    torch.testing.assert_close(told[0], told[1])


def test_states_say_less_where_little_was_seen() -> None:
    member = taught().voices[0]
    little, much = member.summary(contexts(1.0)).norm(), member.summary(contexts(400.0)).norm()
    assert little < 0.1 * much


def test_the_order_of_contexts_does_not_matter() -> None:
    network, both = taught(), contexts(4.0)
    turned = both._replace(of=1 - both.of)
    torch.testing.assert_close(network(both).flip(0), network(turned))


def test_blind_members_do_not_see_the_states() -> None:
    network = RatesNetwork(WIDTH, STATS, 2, blind=2)
    network.draw(torch.Generator().manual_seed(1), contexts(4.0).states)
    with torch.no_grad():
        for member in (*network.voices, *network.blind_voices):
            member.out.weight.fill_(0.1)
    one, other = (network.eval().parts(contexts(4.0, states)) for states in torch.randn((2, 6, WIDTH)))
    torch.testing.assert_close(one.blind, other.blind)
    assert not torch.allclose(one.seen, other.seen)
    assert not torch.allclose(one.blind, one.plain)
