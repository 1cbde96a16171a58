"""What is measured between two countries: prices of sending money, flows, recruitment, migrants.

``reading`` finds the figures in a bundle, ``averages`` computes the three averages of prices from
the prices of services, with the working that leads to each.
"""
